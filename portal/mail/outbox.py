"""Where every mail of the portal begins: a row in the caller's transaction, sent afterwards by a worker."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import islice
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import timezone

from portal import jobs
from portal.mail import demonstration
from portal.mail.errors import MailError
from portal.mail.models import Delivery, Message, MessageAttachment
from portal.partnership.models import Partnership

BATCH = 1000
NOT_AN_ADDRESS = "This is not an email address."
INLINER = css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)


@dataclass(frozen=True)
class Recipient:
    """One address, what fills its slots, and a key that names the event ("bookingevent:91:attendee")."""

    key: str
    address: str
    slots: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Attachment:
    name: str
    content_type: str
    content: bytes


@transaction.atomic
def queue(
    *,
    kind: str,
    subject: str,
    text: str,
    html: str = "",
    recipients: Iterable[Recipient],
    attachments: Iterable[Attachment] = (),
    reply_to: str = "",
    list_unsubscribe: bool = False,
    headers: Mapping[str, str] | None = None,
    due_at: datetime | None = None,
    held: bool = False,
) -> Message:
    """Put one mail to any number of recipients in the outbox; it leaves after the caller's transaction commits.

    A known key is ignored; if all keys are known, the Message they belong to is returned. `due_at` sends later,
    `held` waits for `services.resume`. An address that cannot be one is kept as failed, where the business unit
    sees it. Raises MailError for a header with a line break or a mailing without a way to unsubscribe.
    """
    for value in (reply_to, *(headers or {}), *(headers or {}).values()):
        if "\n" in value or "\r" in value:
            raise MailError("A mail header may not hold a line break.")
    subject, text, html = demonstration.marked(" ".join(subject.split())[:300], text, html)
    message = Message.objects.create(
        kind=kind,
        subject=subject,
        text=text,
        html=html,
        reply_to=reply_to,
        list_unsubscribe=list_unsubscribe,
        headers=dict(headers or {}),
        stopped=Message.Stopped.HELD if held else "",
    )
    MessageAttachment.objects.bulk_create(
        MessageAttachment(message=message, name=a.name, content_type=a.content_type, content=a.content)
        for a in attachments
    )
    status = Delivery.Status.HELD if held else Delivery.Status.QUEUED
    first_key = _add_deliveries(message, recipients, status, due_at or timezone.now())
    if first_key and not message.deliveries.exists():
        message.delete()
        return Message.objects.get(deliveries__key=first_key)
    jobs.enqueue("mail.deliver")
    return message


@transaction.atomic
def add(message: Message, recipients: Iterable[Recipient], *, held: bool = False) -> None:
    """More recipients for a mail that is in the outbox: a mailing of thousands is queued in steps that can be seen.

    They share its fate: those of a paused mail wait, those of a cancelled one never leave.
    """
    stopped = Message.objects.values_list("stopped", flat=True).get(pk=message.pk)
    status = stopped or (Delivery.Status.HELD if held else Delivery.Status.QUEUED)
    _add_deliveries(message, recipients, status, timezone.now())
    jobs.enqueue("mail.deliver")


def _add_deliveries(message: Message, recipients: Iterable[Recipient], status: str, due_at: datetime) -> str:
    """Insert in batches, so that 50,000 recipients need neither the memory nor one giant statement."""
    first_key = ""
    remaining = iter(recipients)
    while batch := list(islice(remaining, BATCH)):
        first_key = first_key or batch[0].key
        Delivery.objects.bulk_create(_rows(message, batch, status, due_at), ignore_conflicts=True)
    return first_key


def _rows(message: Message, batch: list[Recipient], status: str, due_at: datetime) -> Iterator[Delivery]:
    for recipient in batch:
        if not recipient.key or len(recipient.key) > 200:
            raise MailError("The key of a mail needs between 1 and 200 characters.")
        if message.list_unsubscribe and not recipient.slots.get("unsubscribe_url"):
            raise MailError("A mailing needs an unsubscribe_url for each recipient.")
        row = Delivery(
            message=message,
            key=recipient.key,
            address=recipient.address.strip(),
            slots=dict(recipient.slots),
            bulk=message.list_unsubscribe,
            status=status,
            due_at=due_at,
            mail_id=message_id_of(recipient.key),
        )
        if not _is_address(row.address):
            row.address, row.status, row.last_error = row.address[:320], Delivery.Status.FAILED, NOT_AN_ADDRESS
        yield row


def _is_address(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def message_id_of(key: str) -> str:
    """Derived from the key: the one mail that a crash may repeat bears the same Message-ID (RFC 5322, 3.6.4)."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{host}>"


def render(template: str, context: Mapping) -> tuple[str, str, str]:
    """Subject, text and HTML of `templates/emails/<template>.txt` and `.html`, with styles made inline.

    The first line of the .txt is "Subject: ...". Raises MailError when it is not.
    """
    partnership = Partnership.objects.prefetch_related("emergency_numbers").first()
    full = {"partnership": partnership, "SITE_URL": settings.SITE_URL, "DEMO": settings.DEMO, **context}
    # Plain text must not be escaped, and Django would: it looks at the engine, not at the file's name.
    plain = get_template(f"emails/{template}.txt").template  # type: ignore[attr-defined]
    first_line, _, text = plain.render(Context(full, autoescape=False)).lstrip().partition("\n")
    if not first_line.startswith("Subject: "):
        raise MailError(f'The first line of emails/{template}.txt must be "Subject: ...".')
    html = INLINER.inline(render_to_string(f"emails/{template}.html", full))
    return first_line.removeprefix("Subject: ").strip(), text.strip() + "\n", html
