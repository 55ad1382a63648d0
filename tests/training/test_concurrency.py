"""Many at once, on real connections: SQLite serialises by IMMEDIATE transactions, PostgreSQL by the session's row."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from portal.mail.models import Delivery
from tests import factories as world
from tests.training import factories
from training.services import booking as bookings

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(work, things: list) -> list:
    """Call `work` for each thing, each in a thread and on a connection of its own, all let go together."""
    gate = Barrier(len(things))

    def run(thing):
        try:
            gate.wait(timeout=30)
            return work(thing)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(things)) as threads:
        return list(threads.map(run, things))


def test_forty_people_and_three_places():
    world.partnership()
    session = factories.session(capacity=3)
    all_at_once(lambda person: factories.booked(session, person), factories.people(40))
    assert session.bookings.confirmed().count() == 3
    assert list(session.bookings.waiting().values_list("position", flat=True)) == list(range(1, 38))
    assert Delivery.objects.count() == 40


def test_one_person_forty_times():
    world.partnership()
    session, [person] = factories.session(capacity=3), factories.people(1)
    booked = all_at_once(lambda _: factories.booked(session, person).pk, list(range(40)))
    assert len(set(booked)) == 1
    assert session.bookings.count() == Delivery.objects.count() == 1


def test_cancel_and_leave_while_others_book():
    world.partnership()
    session, people = factories.session(capacity=3), factories.people(30)
    standing = [factories.booked(session, person) for person in people[:10]]

    def act(step):
        if not isinstance(step, int):
            return factories.booked(session, step)
        leave = bookings.cancel if step < 3 else bookings.leave_waiting_list
        try:
            return leave(standing[step], by=None)
        except bookings.TrainingError:  # moved up in the meantime: that place stays taken
            return None

    all_at_once(act, [0, 1, 8, 9, *people[10:]])
    assert session.bookings.confirmed().count() == 3
    positions = list(session.bookings.waiting().values_list("position", flat=True))
    assert positions == list(range(1, len(positions) + 1))
