"""From a Message to bytes: encoded once, with gaps that are filled for each recipient.

Both bodies are quoted-printable. A soft line break ("=" at the end of a line) may stand between any two
characters there, so the text around a slot and the value that fills it are encoded apart and joined by soft
breaks: no encoding or wrapping can ever split or garble a slot.
"""

import re
from binascii import b2a_qp
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.html import escape

from portal.mail.models import Delivery, Message

SLOT = re.compile(r"\[\[(\w+)\]\]")
CONTROL = re.compile(r"[\x00-\x1f\x7f\s]+")
SOFT_BREAK = b"=\r\n"

Pieces = list[tuple[bytes, str]]  # what stands before a slot, and the slot's name ("" at the end)


def filled(text: str, slots: Mapping[str, str], quote: Callable[[str], str] = str) -> str:
    """The text with its slots filled. A slot nobody fills stays as it was written."""
    return SLOT.sub(lambda slot: quote(str(slots[slot[1]])) if slot[1] in slots else slot[0], text)


def one_line(value: str) -> str:
    """A value fit for a header: whatever could begin a new line becomes a space."""
    return CONTROL.sub(" ", value).strip()


def header(name: str, value: str) -> bytes:
    """A header line, folded and encoded (RFC 2047)."""
    return SMTP.header_factory(name, one_line(value)).fold(policy=SMTP).encode("ascii")


def exact_header(name: str, value: str) -> bytes:
    """A header of ASCII that must not be folded or encoded: the standard library would break long addresses."""
    return f"{name}: {one_line(value)}\r\n".encode("ascii")


def quoted_printable(text: str) -> bytes:
    """Encoded, with room for the "=" of a soft break at its end: lines may have 76 characters (RFC 2045, 6.7)."""
    encoded = b2a_qp(text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace"))
    if len(encoded) - (encoded.rfind(b"\n") + 1) > 75:
        last = -3 if encoded[-3:-2] == b"=" else -1
        encoded = encoded[:last] + b"=\n" + encoded[last:]
    return encoded.replace(b"\n", b"\r\n")


def pieces_of(text: str) -> Pieces:
    parts = SLOT.split(text)
    return [(quoted_printable(parts[n]), (parts[n + 1 : n + 2] or [""])[0]) for n in range(0, len(parts), 2)]


def spliced(pieces: Pieces, slots: Mapping[str, str], quote: Callable[[str], str] = str) -> bytes:
    """The pieces with the gaps between them filled; each value is encoded once, however often it appears."""
    encoded = {"": b""}
    out = []
    for literal, name in pieces:
        if name not in encoded:
            encoded[name] = quoted_printable(quote(str(slots[name])) if name in slots else f"[[{name}]]")
        out += [literal, encoded[name]]
    return SOFT_BREAK.join(out)


def bare_address(address: str) -> str:
    """The address for the envelope: ASCII, with an international domain in its ASCII form. Raises ValueError."""
    local, _, domain = address.rpartition("@")
    if not local or CONTROL.search(address) or not local.isascii():
        raise ValueError("This address cannot be written to.")
    return f"{local}@{domain.encode('idna').decode()}"


class Template:
    """One Message, encoded once. `letter_to` fills it for one recipient."""

    def __init__(self, message: Message) -> None:
        self.message = message
        self.text = pieces_of(message.text)
        self.html = pieces_of(message.html)
        self.subject = None if SLOT.search(message.subject) else header("Subject", message.subject)
        self._marks = {"text": f"text_{uuid4().hex}", "html": f"html_{uuid4().hex}"}
        self._frame = self._split(self._mime().as_bytes(policy=SMTP))

    def letter_to(self, delivery: Delivery) -> "Letter":
        return Letter(self, delivery)

    def _mime(self) -> EmailMessage:
        """The whole mail with a mark where each body goes, and the headers that all recipients share."""
        mime = EmailMessage(policy=SMTP)
        mime["From"] = settings.DEFAULT_FROM_EMAIL
        if self.message.reply_to:
            mime["Reply-To"] = one_line(self.message.reply_to)
        mime["Auto-Submitted"] = "auto-generated"
        mime.set_content(self._marks["text"], cte="quoted-printable")
        if self.message.html:
            mime.add_alternative(self._marks["html"], subtype="html", cte="quoted-printable")
        for attachment in self.message.attachments.all():
            kind = SMTP.header_factory("Content-Type", one_line(attachment.content_type))
            mime.add_attachment(
                bytes(attachment.content),
                maintype=kind.maintype,
                subtype=kind.subtype,
                params=dict(kind.params),
                filename=one_line(attachment.name),
            )
        return mime

    def _split(self, raw: bytes) -> list[tuple[bytes, str]]:
        """[(bytes before the text, "text"), (bytes before the HTML, "html"), (the rest, "")]"""
        frame = []
        for name, mark in self._marks.items():
            before, found, after = raw.partition(mark.encode() + b"\r\n")
            if found:
                frame.append((before, name))
                raw = after
        return [*frame, (raw, "")]

    def bytes_for(self, slots: Mapping[str, str]) -> bytes:
        """All but the personal headers."""
        bodies = {"text": lambda: spliced(self.text, slots), "html": lambda: spliced(self.html, slots, escape)}
        out = []
        for before, name in self._frame:
            out.append(before)
            if name:
                out.append(bodies[name]())
                out.append(b"\r\n")
        return b"".join(out)


class Letter:
    """One mail to one recipient, as bytes for SMTP or as Django's message for a provider."""

    def __init__(self, template: Template, delivery: Delivery) -> None:
        self.template = template
        self.message = template.message
        self.delivery = delivery
        self.sender = bare_address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
        self.address = bare_address(delivery.address)

    def as_bytes(self) -> bytes:
        """The finished mail with CRLF line ends."""
        lines = [
            exact_header("Message-ID", self.delivery.mail_id),
            exact_header("Date", format_datetime(timezone.localtime())),
            exact_header("To", self.address),
            self.template.subject or header("Subject", self.subject),
            *(exact_header(name, value) for name, value in self._list_headers().items()),
            *(header(name, value) for name, value in self._own_headers().items()),
        ]
        return b"".join(lines) + self.template.bytes_for(self.delivery.slots)

    @property
    def subject(self) -> str:
        return one_line(filled(self.message.subject, self.delivery.slots))

    def _own_headers(self) -> dict[str, str]:
        return {name: filled(value, self.delivery.slots) for name, value in self.message.headers.items()}

    def _list_headers(self) -> dict[str, str]:
        """What lets a mail program offer "Unsubscribe" with one press (RFC 2369, 2919, 8058)."""
        if not self.message.list_unsubscribe:
            return {}
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        url = iri_to_uri(one_line(self.delivery.slots["unsubscribe_url"]))
        return {
            "List-Id": f"<{re.sub(r'[^a-z0-9]+', '-', self.message.kind.lower())}.{host}>",
            "List-Unsubscribe": f"<{url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }

    def as_message(self) -> EmailMultiAlternatives:
        mail = EmailMultiAlternatives(
            subject=self.subject,
            body=filled(self.message.text, self.delivery.slots),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[self.address],
            reply_to=[self.message.reply_to] if self.message.reply_to else None,
            headers={
                "Message-ID": self.delivery.mail_id,
                "Auto-Submitted": "auto-generated",
                **self._list_headers(),
                **{name: one_line(value) for name, value in self._own_headers().items()},
            },
        )
        if self.message.html:
            mail.attach_alternative(filled(self.message.html, self.delivery.slots, escape), "text/html")
        for attachment in self.message.attachments.all():
            mail.attach(attachment.name, bytes(attachment.content), attachment.content_type)
        return mail


__all__ = ["Letter", "Template", "bare_address", "filled", "one_line"]
