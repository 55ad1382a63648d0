"""What the library offers upward: texts for search, its part of file access, work for the business unit."""

from urllib.parse import urlencode

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from governance.models import Priority
from portal.files.models import StoredFile
from portal.library.models import Document, DocumentVersion
from portal.registry import SearchText, WorkLine
from portal.rich_text import plain
from portal.search.following import key_of, texts
from portal.search.models import PUBLIC, SIGNED_IN


def search_text(document: Document) -> SearchText | None:
    """What search holds of a document; None while it is not published."""
    if not document.is_published:
        return None
    return SearchText(
        key=key_of(document),
        kind=document.get_kind_display(),
        title=document.title,
        summary=document.summary,
        body=plain(document.body),
        url=document.get_absolute_url(),
        audiences=(PUBLIC,) if document.is_public else (SIGNED_IN,),
        dated=document.current.published_on if document.current else None,
        priorities=tuple(priority.slug for priority in document.priorities.all()),
    )


def search_texts():
    priorities = Prefetch("priorities", queryset=Priority.objects.only("slug"))
    return texts(Document.objects.with_versions().prefetch_related(priorities), search_text)


def may_read(stored: StoredFile, user) -> bool:
    """A version's file is read by whoever may see its document, from the day of publication."""
    versions = DocumentVersion.objects.filter(file=stored, document__in=Document.objects.visible_to(user))
    if not user.has_perm("library.change_document"):
        versions = versions.published()
    return versions.exists()


def work_lines(user) -> list[WorkLine]:
    """Documents whose day of review has come."""
    if not user.has_perm("library.change_document"):
        return []
    due = Document.objects.due_for_review(timezone.localdate()).order_by("review_on")
    number = due.count()
    if not number:
        return []
    detail = f"The longest waiting: {due.first()}"
    url = f"{reverse('admin:library_document_changelist')}?{urlencode({'review': 'due'})}"
    return [WorkLine("Documents due for review", url, detail, number)]
