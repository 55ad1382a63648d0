"""The mailbox on disk, and providers through django-anymail's test backend, which keeps what it would send."""

import os
import subprocess
import sys

import pytest
from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused
from django.core import mail as django_mail

from portal.mail import outbox, transports, workers
from portal.mail.models import Delivery
from tests.mail.factories import queue

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    settings.MAIL_TRANSPORT = "mailbox"
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    return settings.MAILBOX_DIR


def test_mailbox_keeps_one_file_per_mail(folder):
    queue("pat@a.example", "kim@a.example")
    workers.deliver()
    assert len(list(folder.iterdir())) == 2
    assert {file.suffix for file in folder.iterdir()} == {".eml"}


def test_mailbox_replaces_a_repeated_mail(folder):
    queue("pat@a.example")
    workers.deliver()
    Delivery.objects.update(status="queued", sent_at=None)
    workers.deliver()
    assert len(list(folder.iterdir())) == 1


def test_mailbox_that_cannot_be_written_postpones(folder):
    folder.mkdir()
    queue("pat@a.example")
    name = outbox.message_id_of("test:pat@a.example").strip("<>").partition("@")[0]
    (folder / f"{name}.eml").mkdir()
    workers.deliver()
    assert Delivery.objects.get().status == "queued"
    assert Delivery.objects.get().attempts == 1


def test_provider_gets_one_whole_message_each(settings):
    settings.MAIL_TRANSPORT = "anymail.backends.test.EmailBackend"
    django_mail.outbox = []
    attachment = outbox.Attachment("a.ics", "text/calendar; method=REQUEST", b"BEGIN:VCALENDAR")
    slots = {"name": "Zoë & co", "unsubscribe_url": "https://x.example/u"}
    queue(
        "pat@a.example",
        subject="Hello [[name]]",
        text="Dear [[name]]",
        html="<p>[[name]]</p>",
        slots=slots,
        list_unsubscribe=True,
        attachments=[attachment],
        reply_to="training@rivermouth.example",
    )
    workers.deliver()
    (sent,) = django_mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["pat@a.example"], "Hello Zoë & co", "Dear Zoë & co")
    assert sent.alternatives[0][0] == "<p>Zoë &amp; co</p>"
    assert sent.extra_headers["List-Unsubscribe"] == "<https://x.example/u>"
    assert sent.extra_headers["Message-ID"] == Delivery.objects.get().mail_id
    assert sent.reply_to == ["training@rivermouth.example"]
    assert Delivery.objects.get().status == "sent"


def test_provider_that_refuses_a_recipient(settings):
    settings.MAIL_TRANSPORT = "anymail.backends.test.EmailBackend"
    queue("pat@a.example")
    transport = transports.configured()
    transport.connection.send_messages = raising(AnymailRecipientsRefused())
    lease = workers.Lease(1)
    workers.send_leased(lease, transport, {})
    assert Delivery.objects.get().status == "failed"


def raising(error):
    def send_messages(messages):
        raise error

    return send_messages


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (None, transports.Postponed),
        (429, transports.Postponed),
        (503, transports.Postponed),
        (400, transports.Refused),
        (401, transports.Unreachable),
    ],
)
def test_provider_answers(status, kind):
    error = AnymailAPIError("No")
    error.status_code = status
    error.describe_response = lambda: ""
    assert type(transports._provider_answer(error)) is kind


def test_provider_reads_its_settings_from_the_environment():
    code = "from portal.mail import transports; print(transports.configured().connection.server_token)"
    environment = {
        **os.environ,
        "DEBUG": "true",
        "MAIL_TRANSPORT": "anymail.backends.postmark.EmailBackend",
        "ANYMAIL_POSTMARK_SERVER_TOKEN": "token-of-this-test",
    }
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "token-of-this-test"
