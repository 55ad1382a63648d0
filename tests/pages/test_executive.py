from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance.documents.services.reports import start_report
from governance.models import Contribution, FinancialYear
from portal.accounts import roles
from portal.pages.views.executive import action_counts
from tests import factories
from tests.factories import agency
from tests.register import factories as register
from tests.training import factories as training


def page(client, user) -> str:
    client.force_login(user)
    response = client.get(reverse("pages:executive"))
    assert response.status_code == 200
    return response.content.decode()


def test_executive_without_content_says_so(client, executive):
    html = page(client, executive)
    assert "No action is overdue." in html and "None has been begun yet." in html and "No figures yet" in html


def test_executive_lists_overdue_actions(client, executive):
    register.action()
    html = page(client, executive)
    assert "1 action is overdue." in html and "See where the baby sleeps" in html and "No date" in html


def test_executive_asks_for_the_report(client, executive):
    report = start_report(date(2023, 4, 1), date(2024, 3, 31), by=executive)
    html = page(client, executive)
    assert reverse("documents:report_build", args=[report.slug]) in html and "No PDF has been built yet." in html


def test_executive_page_of_a_scrutineer_has_no_build_button(client, partnership):
    scrutineer = factories.user(roles.SCRUTINEER)
    report = start_report(date(2023, 4, 1), date(2024, 3, 31), by=scrutineer)
    assert reverse("documents:report_build", args=[report.slug]) not in page(client, scrutineer)


def test_executive_sums_the_money(client, executive):
    year = FinancialYear.objects.create(start=date(2023, 4, 1), from_reserve=29_600)
    Contribution.objects.create(year=year, agency=agency(), printed_name="Hospital", pounds=6_764)
    html = page(client, executive)
    assert "Money in 2023-24" in html and "£6,764" in html and "£29,600" in html


def test_executive_is_not_for_practitioners(client, practitioner):
    client.force_login(practitioner)
    assert client.get(reverse("pages:executive")).status_code == 403


def test_action_counts(db):
    today = timezone.localdate()
    register.action("Late")
    register.action("On course", due_on=today + timedelta(days=30))
    register.action("Done", status="done", due_on=today)
    assert action_counts(today) == {"open": 3, "overdue": 1, "unproved": 1, "closed": 0}


def test_executive_asks_as_often_for_ten_as_for_one(client, executive):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            page(client, executive)
        return len(seen)

    def add(number: int) -> None:
        register.action(f"Action {number}")
        training.session(training.course(f"Course {number}"))
        start_report(date(2010 + number, 4, 1), date(2011 + number, 3, 31), by=executive)

    add(0)
    page(client, executive)
    one = queries()
    for number in range(1, 10):
        add(number)
    assert queries() == one
