import pytest
from django.core.mail import EmailMultiAlternatives, mail_admins, send_mail

from portal.mail import workers
from portal.mail.models import Delivery, Message

pytestmark = pytest.mark.django_db


def test_django_mail_goes_through_the_outbox(sink, settings):
    settings.EMAIL_BACKEND = "portal.mail.backend.OutboxBackend"
    assert send_mail("Your code", "It is [[12]]", None, ["Pat Poole <pat@a.example>", "kim@a.example"]) == 1
    assert sink.addresses == []
    workers.deliver()
    assert sorted(sink.addresses) == ["kim@a.example", "pat@a.example"]
    assert "It is [[12]]" in sink.mail_to("pat@a.example").get_body(("plain",)).get_content()


def test_two_equal_mails_are_two(settings):
    settings.EMAIL_BACKEND = "portal.mail.backend.OutboxBackend"
    for _ in range(2):
        send_mail("Your code", "1234", None, ["pat@a.example"])
    assert Delivery.objects.count() == 2


def test_html_copies_attachments_and_headers_are_kept(sink, settings):
    settings.EMAIL_BACKEND = "portal.mail.backend.OutboxBackend"
    mail = EmailMultiAlternatives(
        "Hello",
        "Text",
        "somebody@else.example",
        ["pat@a.example"],
        bcc=["kim@a.example"],
        reply_to=["training@rivermouth.example"],
        headers={"X-Kind": "test", "Message-ID": "<x@y>"},
    )
    mail.attach_alternative("<p>Text</p>", "text/html")
    mail.attach("notes.txt", "Zoë", "text/plain")
    mail.send()
    workers.deliver()
    arrived = sink.mail_to("kim@a.example")
    assert arrived["From"] == "Rivermouth Partnership <no-reply@rivermouth.example>"
    assert arrived["Reply-To"] == "training@rivermouth.example"
    assert (arrived["X-Kind"], len(arrived.get_all("Message-ID"))) == ("test", 1)
    assert arrived["Message-ID"] != "<x@y>"
    assert arrived.get_body(("html",)).get_content().strip() == "<p>Text</p>"
    (notes,) = arrived.iter_attachments()
    assert notes.get_payload(decode=True).decode() == "Zoë"


def test_mail_without_recipients_is_nothing(settings):
    settings.EMAIL_BACKEND = "portal.mail.backend.OutboxBackend"
    assert send_mail("x", "y", None, []) == 0
    assert not Message.objects.exists()


def test_mail_to_the_operators(settings):
    settings.EMAIL_BACKEND = "portal.mail.backend.OutboxBackend"
    settings.ADMINS = [("Operations", "ops@rivermouth.example")]
    mail_admins("Trouble", "Look at the log.")
    assert Delivery.objects.get().address == "ops@rivermouth.example"
