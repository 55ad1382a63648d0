"""Versions and addresses of documents."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from portal import history
from portal.files.models import StoredFile
from portal.library.errors import LibraryError
from portal.library.models import Document, DocumentVersion
from portal.partnership.models import MovedPage


@transaction.atomic
def add_version(
    document: Document, *, file: StoredFile | None, by, note: str = "", published_on: date | None = None
) -> DocumentVersion:
    """Add the next version; it is the current one from its day of publication.

    Raises LibraryError where there is nothing to read: no file, no text, no address elsewhere.
    """
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if file is None and not document.body and not document.external_url:
        raise LibraryError("Add a file, or give the document a text or an address elsewhere.")
    version = DocumentVersion(
        document=document,
        number=next_number(document),
        file=file,
        note=note,
        published_on=published_on or timezone.localdate(),
    )
    history.save(version, by=by)
    return version


def next_number(document: Document) -> int:
    return (document.versions.aggregate(highest=Max("number"))["highest"] or 0) + 1


@transaction.atomic
def remember_address(document: Document, *, former_slug: str) -> None:
    """Let a former address, and all that led to it, lead to where the document stands now."""
    former, now = (reverse("library:document", args=[slug]) for slug in (former_slug, document.slug))
    if former == now:
        return
    MovedPage.objects.filter(old_path=now).delete()
    MovedPage.objects.filter(new_path=former).update(new_path=now)
    MovedPage.objects.update_or_create(old_path=former, defaults={"new_path": now})
