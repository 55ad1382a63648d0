import pytest
from django.urls import reverse

from governance.documents import offers
from governance.documents.models import ReportBuild, YearlyReport
from governance.documents.services import builds


@pytest.fixture
def office(client, officer):
    client.force_login(officer)
    return client


@pytest.mark.parametrize("model", ["yearlyreport", "reportsection", "reportbuild"])
def test_lists_open(office, written, carried, model):
    carried(written)
    assert office.get(reverse(f"admin:documents_{model}_changelist")).status_code == 200


def test_pages_open(office, written, carried):
    build, section = carried(written), written.sections.get(key="voice")
    for row in (written, section, build):
        page = office.get(reverse(f"admin:documents_{row._meta.model_name}_change", args=[row.pk]))
        assert page.status_code == 200
    assert "What the law asks here" in office.get(section_url(section)).content.decode()


def section_url(section) -> str:
    return reverse("admin:documents_reportsection_change", args=[section.pk])


def test_a_new_report_has_its_sections(office, partnership):
    form = {
        "title": "Yearly report", "slug": "2024-25", "subtitle": "", "period_start": "2024-04-01",
        "period_end": "2025-03-31", "edition": "2023", "year_in_lines": "",
    }  # fmt: skip
    assert office.post(reverse("admin:documents_yearlyreport_add"), form).status_code == 302
    assert YearlyReport.objects.get(slug="2024-25").sections.count() == 11


def test_the_action_builds_the_pdf(office, report):
    url = reverse("admin:documents_yearlyreport_changelist")
    office.post(url, {"action": "build_pdf", "_selected_action": [report.pk]})
    assert ReportBuild.objects.get().report == report


def test_a_section_is_edited(office, report):
    section = report.sections.get(key="voice")
    form = {
        "number": section.number, "title": section.title, "finding": "Children spoke.", "body": "<p>And we heard.</p>",
        "no_evidence": "", "author": "", "due_on": "", "quotes-TOTAL_FORMS": 0, "quotes-INITIAL_FORMS": 0,
    }  # fmt: skip
    assert office.post(section_url(section), form).status_code == 302
    section.refresh_from_db()
    assert (section.finding, section.body) == ("Children spoke.", "<p>And we heard.</p>")


def test_publishing_asks_first(office, written, carried):
    build = carried(written)
    url = reverse("admin:documents_reportbuild_publish", args=[build.pk])
    assert "becomes the public report" in office.get(url).content.decode()
    assert not YearlyReport.objects.published().exists()
    office.post(url)
    assert list(YearlyReport.objects.published()) == [written]


def test_publishing_an_unfinished_build_is_refused(office, report, officer):
    build = builds.request_build(report, by=officer)
    page = office.post(reverse("admin:documents_reportbuild_publish", args=[build.pk]), follow=True)
    assert "Only a PDF that has been built can be published." in page.content.decode()


def test_the_work_list_counts_empty_sections(report, officer, executive):
    (line,) = offers.work_lines(officer)
    assert line.title == "Yearly report 2023-24: 13 sections without text"
    assert offers.work_lines(executive) == []


def test_published_texts_are_found(written, carried, officer):
    assert list(offers.search_texts()) == []
    builds.publish(carried(written), by=officer)
    texts = {text.key: text for text in offers.search_texts()}
    neglect = texts[f"documents.yearlyreport:{written.pk}:priority-neglect"]
    assert (neglect.url, neglect.priorities) == ("/reports/2023-24/#s-priority-neglect", ("neglect",))
