"""Django's own mails (sign-in codes, password resets, notes to the operators) go through the outbox too."""

import uuid
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from portal.mail import outbox

OWN_HEADERS = {"from", "to", "cc", "bcc", "date", "subject", "message-id", "reply-to", "content-type", "mime-version"}


class OutboxBackend(BaseEmailBackend):
    """Queues each message. There is no event to name, so each gets a key of its own; every recipient, copies
    included, gets a delivery of their own. All mail leaves from DEFAULT_FROM_EMAIL."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return sum(self._queue(message) for message in email_messages if message.recipients())

    def _queue(self, message: EmailMessage) -> int:
        html = next((body for body, kind in getattr(message, "alternatives", []) if kind == "text/html"), "")
        key = f"django:{uuid.uuid4()}"
        addresses = list(dict.fromkeys(message.recipients()))
        outbox.queue(
            kind="django",
            subject=str(message.subject),
            text=str(message.body),
            html=str(html),
            recipients=[outbox.Recipient(f"{key}:{n}", _bare(address)) for n, address in enumerate(addresses)],
            attachments=_attachments(message),
            reply_to=", ".join(message.reply_to),
            headers={k: str(v) for k, v in message.extra_headers.items() if k.lower() not in OWN_HEADERS},
        )
        return 1


def _bare(address: str) -> str:
    """'Pat <p@x.example>' is written to as p@x.example."""
    return address.rpartition("<")[2].rstrip("> ") if "<" in address else address


def _attachments(message: EmailMessage) -> list[outbox.Attachment]:
    found = []
    for attachment in message.attachments:
        name, content, content_type = attachment
        raw = content.encode() if isinstance(content, str) else content
        found.append(outbox.Attachment(name or "attachment", content_type or "application/octet-stream", raw))
    return found
