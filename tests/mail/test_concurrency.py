"""Many workers at once, each with a database connection of its own."""

import threading
from collections import Counter

import pytest
from django.db import connections

from portal.mail import services, workers
from portal.mail.models import Delivery
from tests.mail.factories import queue

pytestmark = pytest.mark.django_db(transaction=True)


def together(count: int, work) -> list:
    """Run the work in so many threads, all begun at the same moment."""
    barrier, results, errors = threading.Barrier(count), [], []

    def run():
        try:
            barrier.wait()
            results.append(work())
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    return results


def test_leases_taken_at_once_share_no_delivery():
    queue(*[f"reader{n}@a.example" for n in range(100)])
    taken = together(8, lambda: [delivery.pk for delivery in workers.Lease(10).deliveries])
    flat = [pk for lease in taken for pk in lease]
    assert len(flat) == len(set(flat))
    assert len(flat) == Delivery.objects.filter(status="sending").count()
    assert len(flat) >= 10


def test_workers_at_once_send_each_mail_once(sink):
    message = queue(*[f"reader{n}@a.example" for n in range(200)])
    together(4, workers.deliver)
    workers.deliver()
    assert Counter(sink.addresses).most_common(1)[0][1] == 1
    assert services.counts(message)["sent"] == len(sink.mails) == 200


def test_one_key_queued_by_many_at_once_is_one_mail(sink):
    together(8, lambda: queue("pat@a.example").pk)
    assert Delivery.objects.count() == 1
    workers.deliver()
    assert sink.addresses == ["pat@a.example"]
