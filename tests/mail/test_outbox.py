import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.mail import outbox, services
from portal.mail.errors import MailError
from portal.mail.models import Delivery, Message
from tests.mail.factories import queue

pytestmark = pytest.mark.django_db


def test_queue_writes_one_message_and_a_delivery_each():
    message = queue("pat@a.example", "kim@a.example", kind="test.booked", slots={"name": "Pat"})
    assert message.kind == "test.booked"
    assert sorted(message.deliveries.values_list("address", "status")) == [
        ("kim@a.example", "queued"),
        ("pat@a.example", "queued"),
    ]
    assert message.deliveries.first().slots == {"name": "Pat"}


def test_queue_ignores_a_known_key():
    first = queue("pat@a.example")
    assert queue("pat@a.example") == first
    assert (Message.objects.count(), Delivery.objects.count()) == (1, 1)


def test_queue_adds_only_the_new_among_known_keys():
    queue("pat@a.example")
    second = queue("pat@a.example", "kim@a.example")
    assert list(second.deliveries.values_list("address", flat=True)) == ["kim@a.example"]


def test_queue_ignores_a_key_given_twice_at_once():
    assert queue("pat@a.example", "pat@a.example").deliveries.count() == 1


def test_queue_nudges_once_and_only_on_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        queue("pat@a.example", prefix="one")
        queue("pat@a.example", prefix="two")
    assert [callback.task for callback in callbacks] == ["mail.deliver"]


def test_queue_goes_with_the_callers_transaction():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue("pat@a.example")
        raise ZeroDivisionError
    assert not Message.objects.exists()


def test_queue_takes_fifty_thousand_from_a_generator():
    recipients = (outbox.Recipient(f"big:{n}", f"reader{n}@a.example") for n in range(50_000))
    with CaptureQueriesContext(connection) as queries:
        message = outbox.queue(kind="t.t", subject="s", text="t", recipients=recipients)
    assert message.deliveries.count() == 50_000
    assert len(queries) < 1_000


def test_queue_keeps_a_bad_address_as_failed():
    addresses = ["not an address", "a@b.example\nBcc: c@d.example", "x" * 400 + "@a.example", "kim@a.example"]
    recipients = [outbox.Recipient(f"test:{n}", address) for n, address in enumerate(addresses)]
    outbox.queue(kind="t.t", subject="s", text="t", recipients=recipients)
    failed = Delivery.objects.failed()
    assert failed.count() == 3
    assert set(failed.values_list("last_error", flat=True)) == {outbox.NOT_AN_ADDRESS}
    assert Delivery.objects.due().get().address == "kim@a.example"


@pytest.mark.parametrize(
    "fields",
    [
        {"reply_to": "a@b.example\r\nBcc: c@d.example"},
        {"headers": {"X-Course": "1\nBcc: c@d.example"}},
        {"headers": {"X-Course: 1\nBcc": "c@d.example"}},
        {"list_unsubscribe": True},
        {"prefix": "x" * 200},
    ],
)
def test_queue_refuses(fields):
    with pytest.raises(MailError):
        queue("pat@a.example", **fields)
    assert not Message.objects.exists()


def test_queue_held_waits():
    message = queue("pat@a.example", held=True)
    assert (message.stopped, message.deliveries.get().status) == ("held", "held")


@pytest.mark.parametrize(
    ("stop", "status"), [(None, "queued"), (services.hold, "held"), (services.cancel, "cancelled")]
)
def test_add_gives_new_recipients_the_fate_of_the_message(stop, status):
    message = queue("pat@a.example")
    if stop:
        stop(message)
    outbox.add(
        message, [outbox.Recipient("late:1", "kim@a.example"), outbox.Recipient("test:pat@a.example", "x@a.example")]
    )
    assert list(message.deliveries.order_by("pk").values_list("address", "status")) == [
        ("pat@a.example", status),
        ("kim@a.example", status),
    ]


def test_queue_in_a_demonstration_says_so(settings):
    settings.DEMO = True
    message = queue("pat@a.example", html="<html><body class='x'><p>Hello</p></body></html>")
    assert message.subject == "[Demonstration] A subject"
    assert message.text.startswith("This is a demonstration")
    assert "<body class='x'><p>This is a demonstration" in message.html


def test_queue_in_a_demonstration_says_so_once(settings):
    settings.DEMO = True
    html = "<body><p><strong>Demonstration.</strong> Invented.</p></body>"
    assert queue("pat@a.example", html=html).html == html


def test_message_id_names_the_key_and_the_site(settings):
    settings.SITE_URL = "https://portal.rivermouth.example:8443"
    first = outbox.message_id_of("bookingevent:91:attendee")
    assert first == outbox.message_id_of("bookingevent:91:attendee")
    assert first != outbox.message_id_of("bookingevent:92:attendee")
    assert first.endswith("@portal.rivermouth.example>")


@pytest.fixture
def templates(tmp_path, settings):
    """A folder of mail templates beside the portal's own."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    folder = tmp_path / "emails" / "test"
    folder.mkdir(parents=True)
    return folder


def test_render_gives_subject_text_and_styled_html(partnership, templates):
    (templates / "hello.txt").write_text("Subject: Hello {{ name }} & all\n\nDear {{ name }},\n[[link]]\n")
    (templates / "hello.html").write_text(
        '<html><head><style>p { color: red }</style></head><body><p>{{ name }}</p><a href="[[link]]">x</a></body></html>'
    )
    subject, text, html = outbox.render("test/hello", {"name": "<Pat>"})
    assert subject == "Hello <Pat> & all"
    assert text == "Dear <Pat>,\n[[link]]\n"
    assert '<p style="color: red' in html
    assert "&lt;Pat&gt;" in html
    assert 'href="[[link]]"' in html


def test_render_knows_the_partnership(partnership, templates):
    (templates / "who.txt").write_text("Subject: x\n{{ partnership.short_name }} {{ SITE_URL }} {{ DEMO }}")
    (templates / "who.html").write_text("<p>x</p>")
    assert outbox.render("test/who", {})[1].startswith("RSCP http")


def test_render_with_the_base_of_all_mails(partnership, templates):
    (templates / "based.txt").write_text("Subject: x\ny")
    (templates / "based.html").write_text(
        '{% extends "emails/base.html" %}{% block body %}<p>[[name]]</p>{% endblock %}'
    )
    html = outbox.render("test/based", {})[2]
    assert "[[name]]" in html
    assert "@media" in html  # dark mode stays
    assert partnership.name in html


def test_render_needs_a_subject(partnership, templates):
    (templates / "bare.txt").write_text("Hello")
    with pytest.raises(MailError):
        outbox.render("test/bare", {})
