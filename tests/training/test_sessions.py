from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from icalendar import Calendar

from portal.mail.models import Delivery
from tests.training import factories
from training.errors import TrainingError
from training.models import BookingEvent, Session
from training.services import sessions

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(partnership):
    return factories.session()


def calendars(kind: str) -> list[Calendar]:
    """The calendar files of all mails of a kind, in the order they were queued."""
    deliveries = Delivery.objects.filter(message__kind=kind).order_by("pk")
    files = [bytes(a.content) for d in deliveries for a in d.message.attachments.all()]
    return [Calendar.from_ical(content) for content in files]


def test_create_starts_with_the_first_day_and_ends_with_the_last(partnership):
    first, last = factories.day(40), factories.day(41, (time(10), time(16)))
    session = factories.session(days=[last, first])
    assert (session.starts_at, session.ends_at) == (session.days.first().starts_at, session.days.last().ends_at)


def test_create_refuses_no_day(partnership):
    with pytest.raises(TrainingError, match="at least one day"):
        sessions.create(factories.course(), days=[], capacity=3)


def test_create_refuses_a_booking_window_that_runs_backwards(partnership):
    opens = factories.session().starts_at
    with pytest.raises(ValidationError, match="must close after"):
        factories.session(booking_opens_at=opens, booking_closes_at=opens - timedelta(days=1))


def test_move_tells_everybody_with_a_higher_sequence(session):
    for person in factories.people(4):
        factories.booked(session, person)
    moved = sessions.move(session, days=[factories.day(50)], by=None, reason="The hub is closed that week.")
    assert moved.sequence == 1
    assert moved.first_day == factories.day(50)[0]
    assert Delivery.objects.filter(message__kind="training.session_changed").count() == 4
    files = calendars("training.session_changed")  # three have a place, the fourth waits and has no file
    assert [(c["method"], c.events[0]["sequence"]) for c in files] == [("REQUEST", 1)] * 3
    assert {c.events[0]["uid"] for c in files} == {c.events[0]["uid"] for c in calendars("training.booking_confirmed")}


def test_move_to_fewer_days_takes_the_dropped_one_out_of_calendars(partnership):
    session = factories.session(days=[factories.day(40), factories.day(41)])
    booking = factories.booked(session, factories.people(1)[0])
    sessions.move(session, days=[factories.day(47)], by=None)
    kept, dropped = calendars("training.session_changed")
    assert (kept["method"], kept.events[0]["uid"]) == ("REQUEST", f"{booking.uid}-1")
    assert (dropped["method"], dropped.events[0]["uid"]) == ("CANCEL", f"{booking.uid}-2")


def test_move_of_the_place_alone_tells_too(session):
    factories.booked(session, factories.people(1)[0])
    assert sessions.move(session, venue_name="Old library", by=None).sequence == 1
    assert "Old library" in Delivery.objects.first().message.text


def test_move_to_the_same_plan_tells_nobody(session):
    factories.booked(session, factories.people(1)[0])
    assert sessions.move(session, days=[factories.day()], by=None).sequence == 0
    assert Delivery.objects.count() == 1


def test_move_refuses_a_session_that_has_begun(session):
    with pytest.raises(TrainingError, match="still to come"):
        sessions.move(factories.past(session), days=[factories.day()], by=None)


def test_move_refuses_a_field_that_is_no_place(session):
    with pytest.raises(TypeError, match="capacity"):
        sessions.move(session, capacity="9", by=None)


def test_cancel_tells_everybody_and_takes_it_out_of_calendars(session, officer):
    booked = [factories.booked(session, person) for person in factories.people(4)]
    sessions.cancel(session, by=officer, reason="The trainer is ill.")
    session.refresh_from_db()
    assert (session.state, session.sequence) == (Session.State.CANCELLED, 1)
    assert set(session.bookings.values_list("status", "position")) == {("cancelled", None)}
    assert booked[0].events.last().kind == BookingEvent.Kind.SESSION_CANCELLED
    assert Delivery.objects.filter(message__kind="training.session_cancelled").count() == 4
    files = calendars("training.session_cancelled")
    assert [(c["method"], c.events[0]["status"]) for c in files] == [("CANCEL", "CANCELLED")] * 3
    assert all(c.events[0]["sequence"] > 0 for c in files)
    assert "The trainer is ill." in Delivery.objects.first().message.text


def test_cancel_twice_tells_once(session):
    factories.booked(session, factories.people(1)[0])
    sessions.cancel(session, by=None, reason="Snow")
    sessions.cancel(session, by=None, reason="Snow")
    assert Delivery.objects.filter(message__kind="training.session_cancelled").count() == 1


@pytest.mark.parametrize(("reason", "is_past", "sentence"), [(" ", False, "Say why"), ("Snow", True, "is over")])
def test_cancel_refuses_without_a_reason_and_afterwards(session, reason, is_past, sentence):
    if is_past:
        session = factories.past(session)
    with pytest.raises(TrainingError, match=sentence):
        sessions.cancel(session, by=None, reason=reason)


def test_history_keeps_what_a_session_was(session, officer):
    sessions.set_capacity(session, 9, by=officer)
    assert list(session.history.values_list("capacity", flat=True)) == [9, 3]
