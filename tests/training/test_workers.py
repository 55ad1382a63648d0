from datetime import timedelta

import pytest
from django.utils import timezone

from portal import working_days
from portal.mail.models import Delivery
from tests import factories as world
from tests.training import factories
from training import tasks, workers
from training.models import Booking, BookingEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking(partnership):
    """Booked a month ago for a session some working days ahead (`ahead` moves it)."""
    return in_working_days(7)


def in_working_days(ahead: int) -> Booking:
    today = timezone.localdate()
    session = factories.session(days_ahead=(working_days.add(today, ahead) - today).days)
    booking = factories.booked(session, factories.people(1)[0])
    Booking.objects.update(created_at=timezone.now() - timedelta(days=60))
    return booking


def reminders() -> list[str]:
    keys = Delivery.objects.filter(message__kind="training.booking_reminder").order_by("pk")
    return list(keys.values_list("key", flat=True))


def test_send_reminders_catches_up_a_missed_day_and_sends_once(booking):
    assert workers.send_reminders() == 1
    assert workers.send_reminders() == 0
    assert reminders() == [f"bookingreminder:{booking.pk}:10"]


def test_send_reminders_says_the_next_one_too(partnership):
    booking = in_working_days(2)
    tasks.send_reminders()
    assert reminders() == [f"bookingreminder:{booking.pk}:2"]


@pytest.mark.parametrize("ahead", [11, 30])
def test_send_reminders_waits_for_its_day(partnership, ahead):
    in_working_days(ahead)
    assert workers.send_reminders() == 0


def test_send_reminders_passes_over_who_booked_after_its_day(booking):
    Booking.objects.update(created_at=timezone.now())
    assert workers.send_reminders() == 0


def test_send_reminders_passes_over_who_moved_up_after_its_day(booking):
    Booking.objects.update(promoted_at=timezone.now())
    assert workers.send_reminders() == 0


@pytest.mark.parametrize("status", ["cancelled", "cancelled_late"])
def test_send_reminders_passes_over_who_gave_the_place_back(booking, status):
    Booking.objects.update(status=status)
    assert workers.send_reminders() == 0


def test_send_reminders_passes_over_people_without_an_address(booking):
    booking.person.email = ""
    booking.person.save()
    assert workers.send_reminders() == 0


def test_send_reminders_follows_the_partnership(booking):
    world.partnership(reminder_days="20,8")
    workers.send_reminders()
    assert reminders() == [f"bookingreminder:{booking.pk}:8"]


def test_close_waiting_lists_ends_what_waits_once_the_session_is_over(partnership):
    first, second, third = factories.people(3)
    over, coming = factories.session(capacity=1), factories.session(factories.course("Neglect"), capacity=1)
    seated, waiting = factories.booked(over, first), factories.booked(over, second)
    factories.booked(coming, first)
    still = factories.booked(coming, third)
    factories.past(over)
    mails = Delivery.objects.count()
    assert tasks.close_waiting_lists() == 1
    assert tasks.close_waiting_lists() == 0
    states = dict(Booking.objects.values_list("pk", "status"))
    assert (states[seated.pk], states[waiting.pk], states[still.pk]) == ("confirmed", "cancelled", "waiting")
    event = waiting.events.latest("pk")
    assert (event.kind, event.by) == ("waiting_closed", None)
    assert Delivery.objects.count() == mails


def test_close_waiting_lists_closes_several_in_one_list(partnership):
    session = factories.session(capacity=1)
    for person in factories.people(4):
        factories.booked(session, person)
    factories.past(session)
    assert tasks.close_waiting_lists() == 3
    assert not session.bookings.waiting().exists()


def test_purge_needs_deletes_them_after_the_session_alone(partnership):
    first, second = factories.people(2)
    gone = factories.booked(factories.session(), first, needs="Hearing loop")
    kept = factories.booked(factories.session(), second, needs="No nuts")
    factories.past(gone.session)
    assert tasks.purge_needs() == 1
    assert set(Booking.objects.values_list("pk", "needs")) == {(gone.pk, ""), (kept.pk, "No nuts")}


def test_needs_leave_no_trace_in_events(partnership):
    factories.booked(factories.session(), factories.people(1)[0], needs="Hearing loop")
    assert not BookingEvent.objects.filter(reason__contains="Hearing").exists()
    assert not Delivery.objects.filter(message__text__contains="Hearing").exists()
