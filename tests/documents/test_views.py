import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.documents.models import ReportBuild
from governance.documents.services import builds
from portal.accounts import roles
from tests import factories as people
from tests.documents import factories

REPORTS = reverse("documents:reports")


def signed_in(client, user):
    client.force_login(user)
    return client


def test_reports_is_public_and_hides_drafts(report, client, executive):
    assert "Yearly report 2023-24" not in client.get(REPORTS).content.decode()
    page = signed_in(client, executive).get(REPORTS).content.decode()
    assert "Yearly report 2023-24" in page
    assert "Draft" in page


def test_reports_asks_the_same_for_one_and_ten(officer, client, django_assert_num_queries, db):
    factories.report(officer)
    client.force_login(officer)
    client.get(REPORTS)
    with CaptureQueriesContext(connection) as one:
        client.get(REPORTS)
    for year in range(2010, 2020):
        factories.YearlyReport.objects.create(
            slug=f"{year}", period_start=f"{year}-04-01", period_end=f"{year + 1}-03-31", edition="2023"
        )
    with django_assert_num_queries(len(one)):
        client.get(REPORTS)


@pytest.mark.parametrize("role", [roles.EXECUTIVE, roles.SCRUTINEER, roles.BUSINESS_UNIT])
def test_report_draft_shows_the_board_what_the_law_asks(written, client, role):
    user = people.user(role, email="reader@rivermouth.example")
    page = signed_in(client, user).get(written.get_absolute_url()).content.decode()
    assert "What the law asks, and where this report answers" in page
    assert "£211,117" in page
    assert "We stopped arguing about words" in page


@pytest.mark.parametrize("role", [None, roles.PRACTITIONER, roles.AGENCY_LEAD, roles.TRAINER])
def test_report_draft_is_hidden_from_others(report, client, role):
    if role:
        client.force_login(people.user(role, email="reader@rivermouth.example"))
    assert client.get(report.get_absolute_url()).status_code == 404


def test_report_published_shows_no_checklist(written, carried, officer, client):
    builds.publish(carried(written), by=officer)
    page = client.get(written.get_absolute_url()).content.decode()
    assert "What the law asks, and where" not in page
    assert "Build the PDF" not in page
    assert "Download as PDF" in page


def test_report_has_no_inline_style_or_script(written, executive, client):
    page = signed_in(client, executive).get(written.get_absolute_url()).content.decode()
    assert " style=" not in page
    assert "<script>" not in page
    assert page.count("<svg") > 8


def test_report_build_leads_to_the_progress_page(report, executive, client):
    answer = signed_in(client, executive).post(reverse("documents:report_build", args=[report.slug]))
    build = ReportBuild.objects.get()
    assert answer.url == build.job.get_absolute_url()
    assert build.requested_by == executive


def test_report_build_of_somebody_else_says_so(report, officer, executive, client):
    builds.request_build(report, by=officer)
    answer = signed_in(client, executive).post(reverse("documents:report_build", args=[report.slug]), follow=True)
    assert "The PDF is being built already" in answer.content.decode()
    assert ReportBuild.objects.count() == 1


@pytest.mark.parametrize("role", [roles.PRACTITIONER, roles.SCRUTINEER, roles.TRAINER])
def test_report_build_is_refused(report, client, role):
    client.force_login(people.user(role, email="reader@rivermouth.example"))
    assert client.post(reverse("documents:report_build", args=[report.slug])).status_code == 403
    assert not ReportBuild.objects.exists()


def test_report_build_by_a_visitor_leads_to_sign_in(report, client):
    answer = client.post(reverse("documents:report_build", args=[report.slug]))
    assert answer.status_code == 302
    assert not ReportBuild.objects.exists()


def test_report_build_by_get_is_refused(report, executive, client):
    assert signed_in(client, executive).get(reverse("documents:report_build", args=[report.slug])).status_code == 405


def test_build_download_is_for_the_board(report, carried, executive, practitioner, client):
    url = carried(report).download_url
    assert client.get(url).status_code == 404
    assert signed_in(client, practitioner).get(url).status_code == 404
    answer = signed_in(client, executive).get(url, follow=True)
    assert answer["Content-Type"] == "application/pdf"


def test_build_download_of_an_unfinished_build_is_not_there(report, officer, executive, client):
    url = builds.request_build(report, by=officer).download_url
    assert signed_in(client, executive).get(url).status_code == 404
