from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from governance.models import Membership
from portal import working_days
from portal.mail.models import Delivery
from tests import factories as world
from tests.training import factories
from training import rules
from training.errors import TrainingError
from training.models import Booking, BookingEvent, Session
from training.services import booking as bookings
from training.services import sessions

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(partnership):
    return factories.session()


def kinds_mailed() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("message__kind", flat=True))


def queue(session: Session) -> list[tuple[str, int]]:
    return list(session.bookings.waiting().values_list("person__name", "position"))


def test_book_confirms_and_freezes_agency_and_job_title(session):
    [person] = factories.people(1)
    booking = factories.booked(session, person, needs=" A seat near the door ")
    Membership.objects.filter(person=person).update(job_title="Head nurse")
    booking.refresh_from_db()
    assert (booking.status, booking.position) == (Booking.Status.CONFIRMED, None)
    assert (booking.agency, booking.job_title) == (world.agency(), "Nurse")
    assert booking.needs == "A seat near the door"


def test_book_mails_a_confirmation_with_the_calendar_file(session):
    [person] = factories.people(1)
    booking = factories.booked(session, person)
    delivery = Delivery.objects.get()
    assert delivery.key == f"bookingevent:{booking.events.get().pk}:attendee"
    assert delivery.address == person.email
    [attachment] = delivery.message.attachments.all()
    assert attachment.content_type == "text/calendar; method=REQUEST; charset=utf-8"


def test_book_twice_returns_the_same_booking_and_mails_once(session):
    [person] = factories.people(1)
    assert factories.booked(session, person) == factories.booked(session, person)
    assert Delivery.objects.count() == 1


def test_book_when_full_joins_the_queue_at_the_next_position(session):
    booked = [factories.booked(session, person) for person in factories.people(5)]
    assert [(b.status, b.position) for b in booked[2:]] == [("confirmed", None), ("waiting", 1), ("waiting", 2)]
    assert kinds_mailed()[2:] == ["training.booking_confirmed", "training.booking_waiting", "training.booking_waiting"]


def test_book_without_an_address_mails_nobody(session):
    booking = bookings.add(session, person=world.person(), by=None)
    assert booking.is_confirmed
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": "draft"}, "still being prepared"),
        ({"state": "cancelled"}, "has been cancelled"),
        ({"days_ahead": -1}, "already started"),
        ({"booking_opens_at": timezone.now() + timedelta(days=1)}, "Booking opens on"),
        ({"booking_closes_at": timezone.now() - timedelta(days=1)}, "Booking closed on"),
    ],
)
def test_book_refuses_a_session_that_is_not_open(partnership, fields, sentence):
    session = factories.session(**fields)
    with pytest.raises(TrainingError, match=sentence):
        factories.booked(session, factories.people(1)[0])
    assert not session.bookings.exists()


def test_book_refuses_a_volunteer_who_is_not_approved_yet(session):
    volunteer = world.person(email="vol@rivermouth.example")
    Membership.objects.create(person=volunteer, job_title="Volunteer", status="claimed")
    with pytest.raises(TrainingError, match="waiting for approval"):
        factories.booked(session, volunteer)


def test_book_takes_a_volunteer_who_is_approved(session):
    volunteer = world.person(email="vol@rivermouth.example")
    Membership.objects.create(person=volunteer, job_title="Volunteer", status="confirmed", basis="staff")
    assert factories.booked(session, volunteer).is_confirmed


def test_book_cancel_book_again_sends_three_mails(session):
    [person] = factories.people(1)
    bookings.cancel(factories.booked(session, person), by=None)
    assert factories.booked(session, person).is_confirmed
    assert kinds_mailed() == ["training.booking_confirmed", "training.booking_cancelled", "training.booking_confirmed"]


def test_cancel_promotes_the_first_in_the_queue_and_tells_both(session):
    booked = [factories.booked(session, person) for person in factories.people(6)]
    Delivery.objects.all().delete()
    bookings.cancel(booked[0], by=None)
    promoted = Booking.objects.get(pk=booked[3].pk)
    assert promoted.is_confirmed and promoted.promoted_at
    assert queue(session) == [("Person 004", 1), ("Person 005", 2)]
    addresses = list(Delivery.objects.order_by("pk").values_list("address", "message__kind"))
    assert addresses == [
        ("person000@rivermouth.example", "training.booking_cancelled"),
        ("person003@rivermouth.example", "training.booking_promoted"),
    ]


def test_cancel_twice_changes_and_mails_nothing(session):
    booking = factories.booked(session, factories.people(1)[0])
    bookings.cancel(booking, by=None)
    bookings.cancel(booking, by=None)
    assert booking.events.count() == Delivery.objects.count() == 2


def test_cancel_refuses_a_waiting_booking(session):
    waiting = [factories.booked(session, person) for person in factories.people(4)][-1]
    with pytest.raises(TrainingError, match="hold no place"):
        bookings.cancel(waiting, by=None)


def test_cancel_refuses_once_the_session_has_begun(session):
    booking = factories.booked(session, factories.people(1)[0])
    factories.past(session)
    with pytest.raises(TrainingError, match="already started"):
        bookings.cancel(booking, by=None)


def _ahead(working: int) -> int:
    """How many days ahead a session is whose n-th working day before is today, or the next one from a weekend on."""
    today = timezone.localdate()
    from_day = today if working_days.is_working_day(today) else working_days.add(today, 1)
    return (working_days.add(from_day, working) - today).days


@pytest.mark.parametrize(("working", "status"), [(5, "cancelled"), (4, "cancelled_late")])
def test_cancel_is_free_until_the_rule_of_the_partnership(partnership, working, status):
    session = factories.session(days_ahead=_ahead(working))
    booking = bookings.cancel(factories.booked(session, factories.people(1)[0]), by=None)
    assert booking.status == status
    assert booking.events.last().kind == status


def test_cancel_follows_the_rule_of_the_course(partnership):
    course = factories.course(free_cancellation_days=2)
    session = factories.session(course, days_ahead=_ahead(2))
    assert bookings.cancel(factories.booked(session, factories.people(1)[0]), by=None).status == "cancelled"


def test_cancel_is_never_late_for_who_moved_up_after_the_last_free_day(partnership):
    session = factories.session(days_ahead=_ahead(2), capacity=1)
    first, second = [factories.booked(session, person) for person in factories.people(2)]
    assert bookings.cancel(first, by=None).status == "cancelled_late"
    assert bookings.cancel(second, by=None).status == "cancelled"


def test_promote_stops_when_the_session_has_begun(session):
    for person in factories.people(5):
        factories.booked(session, person)
    factories.past(session)
    session.bookings.filter(status="confirmed").first().delete()
    assert bookings.promote(session, by=None) == []


def test_leave_waiting_list_moves_up_those_behind(session):
    booked = [factories.booked(session, person) for person in factories.people(6)]
    bookings.leave_waiting_list(booked[4], by=None)
    assert queue(session) == [("Person 003", 1), ("Person 005", 2)]
    assert kinds_mailed()[-1] == "training.waiting_left"


def test_leave_waiting_list_twice_changes_nothing(session):
    waiting = [factories.booked(session, person) for person in factories.people(4)][-1]
    bookings.leave_waiting_list(waiting, by=None)
    bookings.leave_waiting_list(waiting, by=None)
    assert waiting.events.count() == 2


def test_leave_waiting_list_refuses_who_has_moved_up(session):
    booked = [factories.booked(session, person) for person in factories.people(4)]
    bookings.cancel(booked[0], by=None)
    with pytest.raises(TrainingError, match="hold a place now"):
        bookings.leave_waiting_list(booked[3], by=None)


def test_add_books_after_booking_has_closed(partnership):
    session = factories.session(booking_closes_at=timezone.now() - timedelta(days=1))
    assert bookings.add(session, person=factories.people(1)[0], by=None).is_confirmed


def test_add_on_the_day_mails_nothing(session):
    session = factories.past(session)
    assert bookings.add(session, person=factories.people(1)[0], by=None).is_confirmed
    assert not Delivery.objects.exists()


def test_add_returns_a_standing_booking(session):
    [person] = factories.people(1)
    assert bookings.add(session, person=person, by=None) == factories.booked(session, person)


def test_add_refuses_a_full_session_that_has_begun(session):
    people = factories.people(4)
    for person in people[:3]:
        factories.booked(session, person)
    with pytest.raises(TrainingError, match="All 3 places are taken"):
        bookings.add(factories.past(session), person=people[3], by=None)


def test_add_refuses_a_cancelled_session(partnership):
    with pytest.raises(TrainingError, match="open sessions only"):
        bookings.add(factories.session(state="cancelled"), person=factories.people(1)[0], by=None)


def test_events_say_who_and_why(session, officer):
    booking = factories.booked(session, factories.people(1)[0])
    bookings.cancel(booking, by=officer, reason="Ill")
    event = booking.events.last()
    assert (event.kind, event.by, event.reason) == (BookingEvent.Kind.CANCELLED, officer, "Ill")


@pytest.mark.parametrize(
    "fields", [{"status": "confirmed", "position": 1}, {"status": "waiting"}, {"status": "waiting", "position": 0}]
)
def test_the_database_refuses_a_position_that_does_not_fit(session, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(session=session, person=world.person(), **fields)


def test_the_database_refuses_a_second_live_booking_and_a_shared_position(session):
    first, second = factories.people(2)
    Booking.objects.create(session=session, person=first, status="waiting", position=1)
    for fields in ({"person": first, "status": "confirmed"}, {"person": second, "status": "waiting", "position": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Booking.objects.create(session=session, **fields)


def test_free_until_is_five_working_days_before(partnership):
    session = factories.session()
    assert rules.free_until(session) == working_days.subtract(session.first_day, 5)


def test_set_capacity_promotes_and_never_undercuts(session):
    for person in factories.people(6):
        factories.booked(session, person)
    sessions.set_capacity(session, 5, by=None)
    assert queue(session) == [("Person 005", 1)]
    with pytest.raises(TrainingError, match="5 places are taken"):
        sessions.set_capacity(session, 4, by=None)
