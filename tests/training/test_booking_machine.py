"""Random lives of one session: whatever people and staff do, the promises hold."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from portal.mail.models import Delivery
from tests import factories as world
from tests.training import factories
from training.errors import TrainingError
from training.models import Booking, BookingEvent
from training.services import booking as bookings
from training.services import sessions

WHO = st.integers(0, 7)


class Life(RuleBasedStateMachine):
    """A plain model beside the real thing: `seated` in any order, `queue` in order."""

    def __init__(self):
        super().__init__()
        Booking.objects.all().delete()
        Delivery.objects.all().delete()
        self.session = factories.session(capacity=2)
        self.people = Life.everybody
        self.capacity, self.seated, self.queue = 2, set(), []

    def booking(self, who):
        return self.session.bookings.live().filter(person=self.people[who]).first()

    def move_up(self):
        while self.queue and len(self.seated) < self.capacity:
            self.seated.add(self.queue.pop(0))

    @rule(who=WHO)
    def book(self, who):
        factories.booked(self.session, self.people[who])
        if who not in self.seated and who not in self.queue:
            self.queue.append(who)
            self.move_up()

    @rule(who=WHO)
    def cancel(self, who):
        if who in self.seated:
            bookings.cancel(self.booking(who), by=None)
            self.seated.remove(who)
            self.move_up()
        elif who in self.queue:
            with pytest.raises(TrainingError):
                bookings.cancel(self.booking(who), by=None)

    @rule(who=WHO)
    def leave(self, who):
        if who in self.queue:
            bookings.leave_waiting_list(self.booking(who), by=None)
            self.queue.remove(who)
        elif who in self.seated:
            with pytest.raises(TrainingError):
                bookings.leave_waiting_list(self.booking(who), by=None)

    @rule(capacity=st.integers(1, 5))
    def change_capacity(self, capacity):
        if capacity < len(self.seated):
            with pytest.raises(TrainingError):
                sessions.set_capacity(self.session, capacity, by=None)
        else:
            sessions.set_capacity(self.session, capacity, by=None)
            self.capacity = capacity
            self.move_up()

    @rule(days=st.integers(30, 60))
    def move(self, days):
        sessions.move(self.session, days=[factories.day(days)], by=None)

    @invariant()
    def seats_and_queue_are_as_the_model_says(self):
        numbers = {person.pk: who for who, person in enumerate(self.people)}
        confirmed = {numbers[pk] for pk in self.session.bookings.confirmed().values_list("person_id", flat=True)}
        waiting = [(numbers[b.person_id], b.position) for b in self.session.bookings.waiting()]
        assert confirmed == self.seated
        assert len(confirmed) <= self.capacity
        assert waiting == [(who, place) for place, who in enumerate(self.queue, start=1)]

    @invariant()
    def everybody_is_told_of_every_change_once(self):
        events = BookingEvent.objects.values_list("pk", flat=True)
        keys = Delivery.objects.values_list("key", flat=True)
        assert sorted(keys) == sorted(f"bookingevent:{pk}:attendee" for pk in events)


class BookingMachine(TestCase):
    def test_booking_machine(self):
        world.partnership()
        Life.everybody = factories.people(8)
        run_state_machine_as_test(
            Life,
            settings=settings(
                max_examples=12,
                stateful_step_count=15,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
