"""A worker killed in the middle of a mailing, its broker emptied: no mail is lost, at most the one in flight repeats."""

from collections import Counter
from email import message_from_bytes

import pytest

from portal.mail import services
from portal.mail.models import Delivery
from tests.faults.worker import Worker
from tests.mail.factories import queue
from tests.mail.sink import Sink

MAILS = 500


@pytest.mark.django_db(transaction=True)
def test_outbox_survives_a_killed_worker_and_an_emptied_broker(tmp_path):
    with Sink() as sink:
        sink.delay = 0.002
        message = queue(*[f"reader{n}@a.example" for n in range(MAILS)])
        worker = Worker(tmp_path, sink.port)
        try:
            worker.start()
            worker.nudge("mail.deliver")
            sink.wait_for(MAILS // 3, seconds=90)
            worker.kill()
            worker.empty_broker()
            assert 0 < services.counts(message)["sent"] < MAILS
            worker.start()
            worker.sweep_until(lambda: services.counts(message)["sent"] == MAILS, seconds=90)
        finally:
            worker.stop()
    received = Counter(message_from_bytes(content)["Message-ID"] for _, content in sink.mails)
    assert set(received) == set(Delivery.objects.values_list("mail_id", flat=True))
    assert len(sink.mails) <= MAILS + 1
    assert len({address for address, _ in sink.mails}) == len(received) == MAILS
    assert services.counts(message) == dict.fromkeys(Delivery.Status.values, 0) | {"sent": MAILS}
