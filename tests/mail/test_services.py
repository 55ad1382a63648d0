from datetime import timedelta

import pytest
from django.utils import timezone

from portal.mail import outbox, personal, services, work_list, workers
from portal.mail.models import Delivery, Message, MessageAttachment
from tests.mail.factories import queue

pytestmark = pytest.mark.django_db


def counts(message) -> dict:
    return {status: number for status, number in services.counts(message).items() if number}


def test_counts_name_every_status():
    assert services.counts(queue("pat@a.example")) == {
        "queued": 1,
        "held": 0,
        "sending": 0,
        "sent": 0,
        "failed": 0,
        "cancelled": 0,
    }


def test_hold_and_resume(sink):
    message = queue("pat@a.example", "kim@a.example")
    assert services.hold(message) == 2
    workers.deliver()
    assert sink.addresses == []
    assert services.resume(message) == 2
    workers.deliver()
    assert counts(message) == {"sent": 2}


def test_cancel_stops_what_waits_and_what_is_paused(sink):
    message = queue("pat@a.example", "kim@a.example")
    other = queue("pat@a.example", prefix="other")
    services.hold(message)
    assert services.cancel(message) == 2
    assert services.resume(message) == 0
    workers.deliver()
    assert (counts(message), counts(other)) == ({"cancelled": 2}, {"sent": 1})


def test_lapsed_lease_of_a_cancelled_message_stays_cancelled():
    message = queue("pat@a.example")
    lease = workers.Lease(1)
    services.cancel(message)
    lease.rows().update(lease_until=timezone.now() - timedelta(seconds=1))
    services.return_lapsed()
    assert counts(message) == {"cancelled": 1}


def test_retry_sends_failed_ones_only(sink):
    sink.refuse["pat@a.example"] = "550 No"
    message = queue("pat@a.example", "kim@a.example")
    workers.deliver()
    sink.refuse.clear()
    assert services.retry(Delivery.objects.all()) == 1
    workers.deliver()
    assert counts(message) == {"sent": 2}
    assert sink.addresses == ["kim@a.example", "pat@a.example"]


def test_retry_passes_over_what_is_no_longer_kept():
    queue("not an address")
    Message.objects.update(purged_at=timezone.now())
    assert services.retry(Delivery.objects.all()) == 0


def age(message, days: int) -> None:
    Message.objects.filter(pk=message.pk).update(created_at=timezone.now() - timedelta(days=days))


def sent(address: str, **fields) -> Message:
    message = queue(address, html="<p>x</p>", slots={"name": "Pat"}, **fields)
    message.deliveries.update(status="sent", sent_at=timezone.now())
    return message


def test_purge_forgets_bodies_after_30_days_and_keeps_the_key():
    attachment = outbox.Attachment("a.ics", "text/calendar", b"x")
    old, young = sent("pat@a.example", attachments=[attachment]), sent("kim@a.example")
    age(old, 31)
    age(young, 29)
    assert services.purge() == (1, 0)
    old.refresh_from_db()
    assert (old.text, old.html, old.deliveries.get().slots) == ("", "", {})
    assert not MessageAttachment.objects.exists()
    young.refresh_from_db()
    assert young.text != ""
    assert queue("pat@a.example") == old
    assert services.purge() == (0, 0)


def test_purge_forgets_addresses_after_a_year():
    old = sent("pat@a.example")
    age(old, 366)
    assert services.purge() == (1, 1)
    assert (old.deliveries.get().address, old.deliveries.get().key) == ("", "test:pat@a.example")


def test_purge_leaves_what_is_still_on_its_way():
    old = queue("pat@a.example", held=True)
    age(old, 366)
    assert services.purge() == (0, 0)
    assert old.deliveries.get().address == "pat@a.example"


def test_work_list_names_failed_and_late_mails(officer, practitioner):
    assert work_list.lines(officer) == []
    queue("not an address", "kim@a.example")
    Delivery.objects.due().update(due_at=timezone.now() - timedelta(hours=1))
    assert [(line.title, line.count) for line in work_list.lines(officer)] == [
        ("1 email could not be sent", 1),
        ("1 email has waited for more than 10 minutes", 1),
    ]
    assert work_list.lines(practitioner) == []


def test_personal_records_of_a_person(practitioner):
    sent(practitioner.email.upper())
    queue(practitioner.email, prefix="later")
    queue("kim@a.example")
    assert len(personal.export(practitioner)) == 2
    assert "2 emails" in personal.erase(practitioner)
    assert personal.export(practitioner) == []
    assert sorted(Delivery.objects.values_list("address", "status")) == [
        ("", "cancelled"),
        ("", "sent"),
        ("kim@a.example", "queued"),
    ]
