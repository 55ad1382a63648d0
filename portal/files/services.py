"""Taking files into private storage, and asking who may read them."""

import re
import unicodedata
from hashlib import sha256
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction

from portal import registry
from portal.files.errors import FilesError
from portal.files.kinds import EXTENSIONS, KINDS, Kind, kind_of
from portal.files.models import StoredFile
from portal.wording import in_words

MB = 1024 * 1024


def check(upload: File, *, kinds: tuple[str, ...], max_mb: int | None = None) -> Kind:
    """What the upload is. Raises FilesError, with a sentence, unless it is one of `kinds` and not too large."""
    limit = max_mb or settings.MAX_UPLOAD_MB
    if not upload.size:
        raise FilesError("The file is empty. Choose another one.")
    if upload.size > limit * MB:
        raise FilesError(f"The file is larger than {limit} MB. Choose a smaller one.")
    upload.open()
    kind = kind_of(cast(BinaryIO, upload.file or upload), upload.name or "")
    upload.seek(0)
    if kind is None or kind.name not in kinds:
        titles = in_words([KINDS[name].title for name in kinds], "or")
        raise FilesError(f"The file must be a {titles}: its content is something else, whatever its name says.")
    return kind


def store(upload: File, *, by, kinds: tuple[str, ...], max_mb: int | None = None) -> StoredFile:
    """Keep what a person uploaded. Raises FilesError with a sentence when it is not taken."""
    kind = check(upload, kinds=kinds, max_mb=max_mb)
    return _save(upload, clean_name(upload.name or "", kind), kind.content_type, by)


def keep(name: str, content: bytes, content_type: str, by=None) -> StoredFile:
    """Keep what the portal made itself: a report, a certificate, an export."""
    return _save(ContentFile(content), clean_name(name), content_type, by)


@transaction.atomic
def _save(content: File, name: str, content_type: str, by) -> StoredFile:
    digest = sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    content.seek(0)
    stored = StoredFile(
        name=name,
        content_type=content_type,
        size=content.size,
        sha256=digest.hexdigest(),
        uploaded_by=by if by is not None and by.pk else None,
    )
    stored.content.save(name, content, save=False)
    stored.save()
    return stored


def clean_name(name: str, kind: Kind | None = None) -> str:
    """A name safe in a header, a path and on any disk: no folders, no control characters, the right ending."""
    base = PurePosixPath(name.replace("\\", "/")).name
    base = unicodedata.normalize("NFC", base)
    base = "".join(c for c in base if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*%&#;')
    base = re.sub(r"\s+", " ", base).strip(". ")
    stem, dot, extension = base.rpartition(".")
    if not dot:
        stem, extension = base, ""
    if kind and EXTENSIONS.get(extension.lower(), extension.lower()) != kind.name:
        stem, extension = (f"{stem}.{extension}" if dot and len(extension) > 5 else stem), kind.name
    stem = stem[:150].strip(". ") or "file"
    return f"{stem}.{extension[:20]}" if extension else stem


def may_read(stored: StoredFile, user: Any) -> bool:
    """One reader that says yes is enough; staff who may view stored files read all."""
    if user.has_perm("files.view_storedfile"):
        return True
    return any(reads(stored, user) for reads in registry.file_readers)


def content_of(stored: StoredFile) -> BytesIO:
    """The bytes, for our own workers."""
    with stored.content.open("rb") as handle:
        return BytesIO(handle.read())


__all__ = ["FilesError", "check", "clean_name", "content_of", "keep", "may_read", "store"]
