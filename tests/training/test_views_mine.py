from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from portal.accounts import roles
from tests import factories as world
from tests.training import factories
from training.models import Booking

pytestmark = pytest.mark.django_db
MINE = reverse("training:my_training")


@pytest.fixture
def booking(practitioner):
    return factories.booked(factories.session(), practitioner.person)


@pytest.fixture
def stranger(partnership):
    return world.user(email="stranger@rivermouth.example")


def cancel_url(booking) -> str:
    return reverse("training:booking_cancel", args=[booking.pk])


def test_my_training_shows_what_is_booked_and_what_is_done(client, practitioner, booking):
    done = factories.booked(factories.session(factories.course("Signs of Safety", cpd_hours=5)), practitioner.person)
    factories.past(done.session)
    Booking.objects.filter(pk=done.pk).update(status="attended")
    client.force_login(practitioner)
    page = client.get(MINE)
    assert page.context["hours"] == 5
    assert [b.pk for b, _, _ in page.context["coming"]] == [booking.pk]
    assert [b.pk for b in page.context["done"]] == [done.pk]


def test_my_training_shows_nothing_of_others(client, booking, stranger):
    client.force_login(stranger)
    page = client.get(MINE)
    assert "Nothing booked" in page.text
    assert "Basic safeguarding" not in page.text


def test_my_training_needs_a_sign_in(client, partnership):
    assert client.get(MINE).status_code == 302


def test_my_training_asks_as_often_for_ten_bookings_as_for_one(client, practitioner, booking):
    client.force_login(practitioner)
    client.get(MINE)
    with CaptureQueriesContext(connection) as one:
        client.get(MINE)
    for i in range(9):
        factories.booked(factories.session(factories.course(f"Course {i}")), practitioner.person)
    with CaptureQueriesContext(connection) as ten:
        client.get(MINE)
    assert len(ten) == len(one)


def test_booking_cancel_says_that_it_is_free_and_gives_the_place_back(client, practitioner, booking):
    client.force_login(practitioner)
    assert "Free of charge" in client.get(cancel_url(booking)).text
    page = client.post(cancel_url(booking), {"agreed": "free", "reason": "On leave"}, follow=True)
    assert "Your place is given back." in page.text
    booking.refresh_from_db()
    assert booking.status == "cancelled"
    assert booking.events.last().reason == "On leave"


def late(booking) -> Booking:
    tomorrow = timezone.localdate() + timedelta(days=1)
    session = booking.session
    session.course.late_charge = 45
    session.course.save()
    session.days.update(date=tomorrow)
    day = session.days.get()
    session.starts_at, session.ends_at = day.starts_at, day.ends_at
    session.save()
    return booking


def test_booking_cancel_says_what_it_costs(client, practitioner, booking):
    client.force_login(practitioner)
    page = client.get(cancel_url(late(booking)))
    assert "costs £45" in page.text
    client.post(cancel_url(booking), {"agreed": "late"})
    booking.refresh_from_db()
    assert booking.status == "cancelled_late"


def test_booking_cancel_asks_again_when_the_terms_have_changed(client, practitioner, booking):
    client.force_login(practitioner)
    page = client.post(cancel_url(late(booking)), {"agreed": "free", "reason": "On leave"})
    assert page.status_code == 422
    assert "Something changed while you were here" in page.text
    assert "On leave" in page.text
    booking.refresh_from_db()
    assert booking.is_confirmed


def test_booking_cancel_leaves_the_waiting_list(client, practitioner, partnership):
    session = factories.session(capacity=1)
    factories.booked(session, factories.people(1)[0])
    waiting = factories.booked(session, practitioner.person)
    client.force_login(practitioner)
    assert "Leave the waiting list?" in client.get(cancel_url(waiting)).text
    page = client.post(cancel_url(waiting), {"agreed": "waiting"}, follow=True)
    assert "You have left the waiting list." in page.text


def test_booking_cancel_of_a_session_that_has_begun_says_so(client, practitioner, booking):
    factories.past(booking.session, days_ago=0 if timezone.localtime().hour > 9 else 1)
    client.force_login(practitioner)
    page = client.post(cancel_url(booking), {"agreed": "late"})
    assert page.status_code == 422
    assert "already started" in page.text


def test_booking_cancel_of_somebody_else_is_not_found(client, booking, stranger):
    client.force_login(stranger)
    assert client.get(cancel_url(booking)).status_code == 404
    assert client.post(cancel_url(booking), {"agreed": "free"}).status_code == 404
    booking.refresh_from_db()
    assert booking.is_confirmed


def test_booking_calendar_is_the_file_of_the_mail(client, practitioner, booking):
    client.force_login(practitioner)
    response = client.get(reverse("training:booking_calendar", args=[booking.pk]))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    [event] = Calendar.from_ical(response.content).events
    assert event["uid"] == f"{booking.uid}-1"


@pytest.mark.parametrize("role", [roles.PRACTITIONER, roles.BUSINESS_UNIT])
def test_booking_calendar_of_somebody_else_is_not_found(client, booking, role):
    client.force_login(world.user(role, email="other@rivermouth.example"))
    assert client.get(reverse("training:booking_calendar", args=[booking.pk])).status_code == 404
