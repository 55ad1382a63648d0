"""What the pages offer to the rest of the portal: texts for search, lines of work, a person's own records."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.urls import reverse

from portal import registry
from portal.pages import services
from portal.pages.models import EditablePage, Feedback
from portal.partnership.models import Partnership
from portal.registry import PersonalRecords, SearchText, WorkLine
from portal.rich_text import plain
from portal.search import services as search


def search_texts() -> Iterator[SearchText]:
    """Every editable page."""
    for page in EditablePage.objects.all():
        yield text_of(page)


def text_of(page: EditablePage) -> SearchText:
    return SearchText(
        key=f"pages.editablepage:{page.pk}",
        kind="Page",
        title=page.title,
        summary=page.lead,
        body=plain(page.body),
        url=page.get_absolute_url(),
        dated=page.updated_on,
    )


def index_page(instance: EditablePage, raw: bool = False, **kwargs) -> None:
    if not raw:
        search.index([text_of(instance)])


def write_default_pages(instance: Partnership, created: bool, raw: bool = False, **kwargs) -> None:
    """Whoever enters the partnership, by command or in the admin, gets the pages that the footer links to."""
    if created and not raw:
        transaction.on_commit(services.ensure_default_pages)


def forget_page(instance: EditablePage, **kwargs) -> None:
    search.remove([f"pages.editablepage:{instance.pk}"])


def work_lines(user) -> list[WorkLine]:
    """Feedback that nobody has answered."""
    if not user.has_perm("pages.view_feedback"):
        return []
    number = Feedback.objects.unanswered().count()
    url = reverse("admin:pages_feedback_changelist") + "?state__exact=new"
    return [WorkLine("Feedback to answer", url, "Came through the site", number)] if number else []


def export(user) -> list[dict]:
    """Feedback sent with the user's address."""
    rows = Feedback.objects.from_address(user.email)
    return [{"received": f"{row.received_at:%Y-%m-%d}", "page": row.page, "message": row.message} for row in rows]


def erase(user) -> str:
    """Take the address off feedback; what was said stays without it."""
    number = Feedback.objects.from_address(user.email).update(email="")
    Feedback.history.filter(email__iexact=user.email).update(email="")
    if not number:
        return "You have sent no feedback with this address."
    return "Your address was removed from the feedback you sent. What you wrote is kept without it."


def register() -> None:
    registry.search_texts.add("pages", search_texts)
    registry.work_lists.add("pages", work_lines)
    registry.shown_models.add("pages", [EditablePage])
    registry.personal_records.add("pages", PersonalRecords("Feedback", export, erase))
    post_save.connect(index_page, sender=EditablePage, dispatch_uid="pages.index")
    post_save.connect(write_default_pages, sender=Partnership, dispatch_uid="pages.write_defaults")
    post_delete.connect(forget_page, sender=EditablePage, dispatch_uid="pages.forget")
