"""Sending against a real SMTP server, in good days and bad."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.mail import services, workers
from portal.mail.models import Delivery
from tests.mail.factories import queue

pytestmark = pytest.mark.django_db


def row(address: str) -> Delivery:
    return Delivery.objects.get(address=address)


def state(address: str) -> tuple:
    delivery = row(address)
    return delivery.status, delivery.attempts, delivery.smtp_code


def make_due() -> None:
    Delivery.objects.update(due_at=timezone.now())


def test_deliver_sends_over_one_connection_and_marks_each(sink):
    message = queue("pat@a.example", "kim@a.example", "lee@a.example")
    assert workers.deliver() is False
    assert sorted(sink.addresses) == ["kim@a.example", "lee@a.example", "pat@a.example"]
    assert services.counts(message)["sent"] == 3
    assert sink.connections == 1
    assert row("pat@a.example").sent_at is not None


def test_deliver_sends_nothing_twice(sink):
    queue("pat@a.example")
    workers.deliver()
    workers.deliver()
    assert sink.addresses == ["pat@a.example"]


def test_deliver_leaves_what_is_due_later(sink):
    queue("pat@a.example", due_at=timezone.now() + timedelta(hours=1))
    workers.deliver()
    assert sink.addresses == []


def test_deliver_says_when_the_time_ran_out(sink):
    queue("pat@a.example")
    assert workers.deliver(seconds=0) is True
    assert sink.addresses == []


def test_single_mails_overtake_mailings(sink):
    slots = {"unsubscribe_url": "https://portal.rivermouth.example/u/1"}
    queue(*[f"s{n}@a.example" for n in range(3)], prefix="bulletin", list_unsubscribe=True, slots=slots)
    queue("reset@a.example")
    workers.deliver()
    assert sink.addresses[0] == "reset@a.example"


@pytest.mark.parametrize("reply", ["421 Closing", "451 Greylisted", "452 Mailbox full"])
def test_temporary_reply_waits_and_goes_later(sink, reply):
    sink.refuse["pat@a.example"] = reply
    queue("pat@a.example", "kim@a.example")
    workers.deliver()
    assert sink.addresses == ["kim@a.example"]
    assert state("pat@a.example") == ("queued", 1, int(reply[:3]))
    assert row("pat@a.example").due_at > timezone.now()
    sink.refuse.clear()
    make_due()
    workers.deliver()
    assert sink.addresses == ["kim@a.example", "pat@a.example"]
    assert state("pat@a.example") == ("sent", 2, None)


def test_waits_grow_and_the_fifth_failure_is_the_last(sink):
    sink.refuse["pat@a.example"] = "451 Greylisted"
    queue("pat@a.example")
    waits = []
    for _ in range(5):
        make_due()
        workers.deliver()
        waits.append(round((row("pat@a.example").due_at - timezone.now()).total_seconds() / 60))
    assert waits[:4] == [1, 5, 15, 60]
    assert state("pat@a.example") == ("failed", 5, 451)


def test_permanent_reply_fails_at_once_and_stops_nobody_else(sink):
    sink.refuse["pat@a.example"] = "550 No such person"
    queue("pat@a.example", "kim@a.example")
    workers.deliver()
    assert sink.addresses == ["kim@a.example"]
    assert state("pat@a.example") == ("failed", 1, 550)
    assert row("pat@a.example").last_error == "No such person"


def test_connection_closed_in_data_waits_and_stops_nobody_else(sink):
    sink.close_on.add("pat@a.example")
    queue("pat@a.example", "kim@a.example")
    workers.deliver()
    assert sink.addresses == ["kim@a.example"]
    assert state("pat@a.example") == ("queued", 1, None)
    assert sink.connections == 2


def test_hanging_server_times_out_and_stops_nobody_else(sink, settings):
    settings.EMAIL_TIMEOUT = 1
    sink.hang_on.add("pat@a.example")
    queue("pat@a.example", "kim@a.example")
    workers.deliver()
    assert sink.addresses == ["kim@a.example"]
    assert state("pat@a.example") == ("queued", 1, None)


def test_unreachable_server_costs_nobody_an_attempt(sink, settings):
    settings.EMAIL_PORT = 1
    queue("pat@a.example", "kim@a.example")
    assert workers.deliver() is False
    assert state("pat@a.example") == state("kim@a.example") == ("queued", 0, None)
    assert row("pat@a.example").last_error.startswith("The mail server cannot be reached")
    settings.EMAIL_PORT = sink.port
    workers.deliver()
    assert len(sink.addresses) == 2


def test_mail_that_cannot_be_built_fails_alone(sink):
    queue("pat@a.example", "kim@a.example")
    Delivery.objects.filter(address="pat@a.example").update(address="pat@a.example\r\nBcc: x@evil.example")
    workers.deliver()
    assert sink.addresses == ["kim@a.example"]
    assert Delivery.objects.get(key="test:pat@a.example").status == "failed"


def test_lapsed_lease_returns_and_a_fresh_one_stays(sink, settings):
    queue("pat@a.example")
    lease = workers.Lease(20)
    assert [delivery.address for delivery in lease.deliveries] == ["pat@a.example"]
    assert workers.Lease(20).deliveries == []
    assert services.return_lapsed() == 0
    lease.rows().update(lease_until=timezone.now() - timedelta(seconds=1))
    assert services.return_lapsed() == 1
    workers.deliver()
    assert sink.addresses == ["pat@a.example"]


def test_lease_is_renewed_at_half_time(sink, settings):
    queue("pat@a.example")
    settings.MAIL_LEASE_SECONDS = 0
    lease = workers.Lease(20)
    settings.MAIL_LEASE_SECONDS = 100
    assert lease.keep() is True
    assert services.return_lapsed() == 0


def test_lost_lease_sends_and_marks_nothing(sink, settings):
    queue("pat@a.example")
    settings.MAIL_LEASE_SECONDS = 0
    lease = workers.Lease(20)
    services.return_lapsed()
    assert lease.keep() is False
    workers.mark(lease.deliveries[0], status="sent", sent_at=timezone.now())
    assert state("pat@a.example") == ("queued", 0, None)


def test_paused_mailing_keeps_what_a_worker_gives_back(sink):
    sink.refuse["pat@a.example"] = "451 Greylisted"
    message = queue("pat@a.example")
    lease = workers.Lease(20)
    services.hold(message)
    transport = workers.transports.configured()
    workers.send_leased(lease, transport, {})
    transport.close()
    assert state("pat@a.example")[0] == "held"
