"""What a file is, told from its bytes. Its name is only what a person wrote on it."""

import warnings
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from portal.files.errors import FilesError

MAX_PIXELS = 50_000_000
MAX_UNPACKED = 500 * 1024 * 1024
TEXT_SAMPLE = 64 * 1024
DAMAGED = "This file is damaged. Save it again and try once more."
ACTIVE_TEXT = (b"<!doctype", b"<html", b"<svg", b"<script", b"<?xml", b"<?php", b"#!")


@dataclass(frozen=True)
class Kind:
    name: str
    title: str
    content_type: str
    inline: bool = False  # may a browser show it in the page? All else is downloaded.


KINDS = {
    kind.name: kind
    for kind in (
        Kind("pdf", "PDF", "application/pdf"),
        Kind("docx", "Word (.docx)", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        Kind("xlsx", "Excel (.xlsx)", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        Kind(
            "pptx",
            "PowerPoint (.pptx)",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
        Kind("png", "PNG picture", "image/png", inline=True),
        Kind("jpeg", "JPEG picture", "image/jpeg", inline=True),
        Kind("webp", "WebP picture", "image/webp", inline=True),
        Kind("gif", "GIF picture", "image/gif", inline=True),
        Kind("mp4", "MP4 video", "video/mp4", inline=True),
        Kind("webm", "WebM video", "video/webm", inline=True),
        Kind("mp3", "MP3 sound", "audio/mpeg", inline=True),
        Kind("ics", "calendar file (.ics)", "text/calendar; charset=utf-8"),
        Kind("vtt", "subtitles (.vtt)", "text/vtt; charset=utf-8"),
        Kind("csv", "CSV table", "text/csv; charset=utf-8"),
        Kind("txt", "plain text", "text/plain; charset=utf-8"),
        Kind("zip", "ZIP archive", "application/zip"),
    )
}
EXTENSIONS = {"jpg": "jpeg", "jpe": "jpeg", "m4v": "mp4", "text": "txt"}
PICTURES = {"PNG": "png", "JPEG": "jpeg", "WEBP": "webp", "GIF": "gif"}
SEVERAL_JPEGS = "MPO"  # what Pillow calls the JPEG of a telephone that holds a second picture
OFFICE = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}


def kind_of(content: BinaryIO, name: str = "") -> Kind | None:
    """The kind of a file, or None when it is none of ours. Raises FilesError for one that is damaged or harmful.

    The name decides only between kinds of plain text, which do not tell themselves apart.
    """
    content.seek(0)
    head = content.read(TEXT_SAMPLE)
    content.seek(0)
    found = _by_signature(head) or (_text_kind(content, head, name))
    if found == "zip":
        found = _packed_kind(content)
    if found == "picture":
        found = _picture_kind(content)
    content.seek(0)
    return KINDS[found] if found else None


def _by_signature(head: bytes) -> str:
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")):
        return "picture"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "picture"
    if head[4:8] == b"ftyp":
        return "mp4"
    if head.startswith(b"\x1aE\xdf\xa3") and b"webm" in head[:64]:
        return "webm"
    if head.startswith(b"ID3") or head[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"):
        return "mp3"
    return ""


def _packed_kind(content: BinaryIO) -> str:
    """Office files are ZIP archives: look at the names inside, unpack nothing."""
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise FilesError(DAMAGED) from error
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise FilesError("This file unpacks to far more than it should. It is not taken.")
    names = [entry.filename for entry in entries]
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FilesError("This file holds macros. Save it without them and try once more.")
    if "[Content_Types].xml" not in names:
        return "zip"
    return next((kind for folder, kind in OFFICE.items() if any(n.startswith(folder) for n in names)), "")


def _picture_kind(content: BinaryIO) -> str:
    """Have Pillow read the picture, with a limit to what it may become in memory."""
    content.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(content, formats=list(PICTURES)) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise FilesError("This picture has more than 50 million pixels. Make it smaller and try again.")
                picture.verify()
                return "jpeg" if picture.format == SEVERAL_JPEGS else PICTURES[picture.format or ""]
    except Image.DecompressionBombError as error:
        raise FilesError("This picture has more than 50 million pixels. Make it smaller and try again.") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise FilesError(DAMAGED) from error


def _text_kind(content: BinaryIO, head: bytes, name: str) -> str:
    if b"\x00" in head or head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(ACTIVE_TEXT):
        return ""
    content.seek(0)
    try:
        text = content.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return _legacy_text_kind(head, name)
    if text.startswith("BEGIN:VCALENDAR"):
        return "ics"
    if text.startswith("WEBVTT"):
        return "vtt"
    extension = name.rpartition(".")[2].lower()
    return extension if extension in ("csv", "txt") else ""


def _legacy_text_kind(head: bytes, name: str) -> str:
    """Excel still writes CSV in the Windows code page: control characters tell text from binary there."""
    extension = name.rpartition(".")[2].lower()
    control = sum(byte < 32 and byte not in (9, 10, 13) for byte in head)
    return extension if extension in ("csv", "txt") and not control else ""
