"""The ways a mail may leave: a mail server, a provider, or the demonstration's mailbox on disk.

`open` raises Unreachable; `send` raises Postponed or Refused. Nothing here touches the database.
"""

import contextlib
import os
import smtplib
from pathlib import Path
from typing import Protocol, cast

from anymail.exceptions import AnymailAPIError, AnymailError
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend

from portal.mail.mime import Letter


class Unsent(Exception):
    """A mail did not leave: the code the server gave, if any, and its words."""

    def __init__(self, sentence: str, code: int | None = None) -> None:
        super().__init__(sentence)
        self.code = code


class Unreachable(Unsent):
    """The server takes nothing from us at all. That is no single mail's fault."""


class Postponed(Unsent):
    """Not now: try again later."""


class Refused(Unsent):
    """Never: trying again would change nothing."""


class Transport(Protocol):
    def open(self) -> None: ...
    def send(self, letter: Letter) -> None: ...
    def close(self) -> None: ...


def configured() -> Transport:
    """The transport that settings name."""
    if settings.MAIL_TRANSPORT == "mailbox":
        return MailboxTransport(Path(settings.MAILBOX_DIR))
    if settings.MAIL_TRANSPORT == "smtp":
        return SmtpTransport()
    return ProviderTransport(settings.MAIL_TRANSPORT)


class MailboxTransport:
    """One file per mail, named after its key: a mail that a crash repeats replaces itself."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    def send(self, letter: Letter) -> None:
        name = letter.delivery.mail_id.strip("<>").partition("@")[0]
        unfinished = self.folder / f".{name}.{os.getpid()}"
        try:
            unfinished.write_bytes(letter.as_bytes())
            unfinished.replace(self.folder / f"{name}.eml")
        except OSError as error:
            raise Postponed(str(error)) from error

    def close(self) -> None:
        pass


class SmtpTransport:
    """Django's connection (TLS, sign-in, time-out) with ready bytes. One connection for many mails; a lost one
    is opened again for the next."""

    def __init__(self) -> None:
        self.backend: EmailBackend | None = None

    @property
    def _connection(self) -> smtplib.SMTP:
        return cast(smtplib.SMTP, cast(EmailBackend, self.backend).connection)

    def open(self) -> None:
        if self.backend is not None:
            return
        backend = EmailBackend()
        try:
            backend.open()
        except OSError as error:  # smtplib's own errors are OSErrors too
            raise Unreachable(_words(error), getattr(error, "smtp_code", None)) from error
        self.backend = backend

    def send(self, letter: Letter) -> None:
        content = letter.as_bytes()
        self.open()
        try:
            self._connection.sendmail(letter.sender, [letter.address], content)
        except smtplib.SMTPRecipientsRefused as error:
            raise _answer(*error.recipients[letter.address]) from error
        except smtplib.SMTPResponseException as error:
            raise _answer(error.smtp_code, error.smtp_error) from error
        except OSError as error:
            self._drop()
            raise Postponed(f"The connection was lost: {_words(error)}") from error
        finally:
            if self.backend is not None and self._connection.sock is None:
                self._drop()

    def close(self) -> None:
        if self.backend is not None:
            with contextlib.suppress(OSError):  # it may have hung up already; all that was sent is marked
                self.backend.close()
            self.backend = None

    def _drop(self) -> None:
        """Hang up without a word: the other side does not listen."""
        self._connection.close()
        self.backend = None


def _answer(code: int, words: bytes | str) -> Unsent:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return (Refused if 500 <= code < 600 else Postponed)(text, code)


def _words(error: Exception) -> str:
    words = getattr(error, "smtp_error", b"")
    return words.decode("utf-8", "replace") if words else str(error) or type(error).__name__


class ProviderTransport:
    """Any Django mail backend, above all those of django-anymail: one message per recipient."""

    def __init__(self, path: str) -> None:
        self.connection = get_connection(path)

    def open(self) -> None:
        try:
            self.connection.open()
        except (AnymailError, OSError) as error:
            raise Unreachable(str(error)) from error

    def send(self, letter: Letter) -> None:
        try:
            self.connection.send_messages([letter.as_message()])
        except AnymailAPIError as error:
            raise _provider_answer(error) from error
        except AnymailError as error:
            raise Refused(str(error)) from error
        except OSError as error:
            raise Postponed(str(error)) from error

    def close(self) -> None:
        self.connection.close()


def _provider_answer(error: AnymailAPIError) -> Unsent:
    """Our own key refused (401, 403) is nobody's mail's fault; too many at once (429) and 5xx pass by."""
    code = error.status_code
    if code in (401, 403):
        return Unreachable(str(error), code)
    if code is None or code == 429 or code >= 500:
        return Postponed(str(error), code)
    return Refused(str(error), code)
