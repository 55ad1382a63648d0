from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.pages import services
from tests import factories
from tests.bulletins import factories as bulletins
from tests.training import factories as training


def test_home_without_content_says_so(client, partnership):
    html = client.get(reverse("pages:home")).content.decode()
    assert "No bulletin yet" in html and "No dates yet" in html and "No priorities yet" in html


def test_home_without_a_partnership(client, db):
    assert client.get(reverse("pages:home")).status_code == 200


def test_home_lists_priorities(client, partnership):
    factories.priority("Neglect")
    factories.priority("Domestic abuse", position=2)
    html = client.get(reverse("pages:home")).content.decode()
    assert "Our two priorities" in html and reverse("governance:priority", args=["neglect"]) in html


def test_home_has_no_dead_link(client, partnership):
    services.ensure_default_pages()
    html = client.get(reverse("pages:home")).content.decode()
    assert 'href="#"' not in html and 'href=""' not in html and 'action=""' not in html


def test_my_page_needs_a_login(client, partnership):
    assert client.get(reverse("pages:my_page")).status_code == 302


def test_my_page(client, practitioner):
    client.force_login(practitioner)
    html = client.get(reverse("pages:my_page")).content.decode()
    assert "Nurse, Rivermouth Hospital" in html and "Confirmed" in html
    assert reverse("pages:executive") not in html and reverse("admin:index") not in html


def test_my_page_of_an_executive_leads_to_their_page(client, executive):
    client.force_login(executive)
    assert reverse("pages:executive") in client.get(reverse("pages:my_page")).content.decode()


def test_my_page_says_what_is_not_confirmed(client, practitioner):
    practitioner.person.memberships.update(status="claimed", basis="")
    client.force_login(practitioner)
    assert "not confirmed yet" in client.get(reverse("pages:my_page")).content.decode()


def test_admin_front_page_is_the_day(client, officer):
    services.receive_feedback(message="x")
    client.force_login(officer)
    html = client.get(reverse("admin:index")).content.decode()
    assert "Rivermouth business unit" in html and "Feedback to answer" in html and "Waits for you" in html
    assert " style=" not in html and "<script>" not in html


def test_home_shows_the_latest_bulletin_and_the_next_dates(client, partnership):
    bulletins.full_issue(title="October 2024")
    issue = bulletins.full_issue(items=8)
    bulletins.item(issue, "A bruise on a baby", is_spotlight=True, position=9)
    session = training.session()
    html = client.get(reverse("pages:home")).content.decode()
    assert "Bulletin, November 2024" in html and "A bruise on a baby" in html and "9 items" in html
    assert session.get_absolute_url() in html and "3 places left" in html


def test_home_shows_no_draft(client, partnership):
    bulletins.full_issue(status="draft")
    assert "No bulletin yet" in client.get(reverse("pages:home")).content.decode()


def test_home_asks_as_often_for_ten_as_for_one(client, partnership):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("pages:home")).status_code == 200
        return len(seen)

    def add(number: int) -> None:
        bulletins.full_issue(title=f"Issue {number}", items=number + 1)
        training.session(training.course(f"Course {number}"))
        factories.priority(f"Priority {number}")

    add(0)
    queries()
    one = queries()
    for number in range(1, 10):
        add(number)
    assert queries() == one


def test_my_page_lists_bookings_and_the_subscription(client, practitioner):
    session = training.session()
    training.booked(session, practitioner.person)
    bulletins.reader(practitioner.email)
    client.force_login(practitioner)
    html = client.get(reverse("pages:my_page")).content.decode()
    assert session.get_absolute_url() in html and "Booked" in html
    assert f"It comes to {practitioner.email}." in html and "/bulletins/preferences/" in html


def test_my_page_asks_as_often_for_ten_as_for_one(client, practitioner):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("pages:my_page")).status_code == 200
        return len(seen)

    client.force_login(practitioner)
    training.booked(training.session(), practitioner.person)
    queries()
    one = queries()
    for number in range(1, 10):
        training.booked(training.session(training.course(f"Course {number}")), practitioner.person)
    assert queries() == one
