"""Reading the demonstration's mailbox: the files that the mailbox transport wrote, newest first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from pathlib import Path

from django.conf import settings
from django.utils import timezone

NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Listed:
    name: str
    to: str
    subject: str
    arrived_at: datetime


def names() -> list[str]:
    """Newest first."""
    folder = Path(settings.MAILBOX_DIR)
    if not folder.is_dir():
        return []
    found = sorted(((file.stat().st_mtime_ns, file.stem) for file in folder.glob("*.eml")), reverse=True)
    return [name for _, name in found if NAME.fullmatch(name)]


def listed(chosen: list[str]) -> Iterator[Listed]:
    """The lines of the list, for these names; reads headers only."""
    for name in chosen:
        path = _path(name)
        with path.open("rb") as file:
            headers = BytesHeaderParser(policy=policy.default).parse(file)
        arrived_at = datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone())
        yield Listed(name, str(headers["To"]), str(headers["Subject"]), arrived_at)


def read(name: str) -> EmailMessage:
    """One mail. Raises FileNotFoundError for anything but the name of a mail."""
    return BytesParser(policy=policy.default).parsebytes(_path(name).read_bytes())


def body(mail: EmailMessage, kind: str) -> str:
    """The "plain" or "html" body; "" when there is none."""
    part = mail.get_body((kind,))
    return part.get_content() if part else ""


def _path(name: str) -> Path:
    if not NAME.fullmatch(name):
        raise FileNotFoundError(name)
    return Path(settings.MAILBOX_DIR) / f"{name}.eml"
