"""Editable pages that every portal needs, and the inbox of feedback."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.template import engines
from django.utils import timezone

from portal import history
from portal.pages.models import EditablePage, Feedback
from portal.partnership.models import Partnership
from portal.partnership.services import current

DEFAULTS = Path(__file__).parent / "defaults"
# How long the address somebody left with feedback is kept.
ADDRESS_KEPT = timedelta(days=365)


class PagesError(Exception):
    """Says, in a sentence for the person, why something cannot be done."""


@dataclass(frozen=True)
class DefaultPage:
    slug: str
    title: str
    lead: str
    is_about_abuse: bool = False


DEFAULT_PAGES = (
    DefaultPage(
        "accessibility", "Accessibility", "What works for everybody here, what does not yet, and how to tell us."
    ),
    DefaultPage("privacy", "Privacy", "What this site keeps about you, why, for how long, and what you can ask for."),
    DefaultPage("cookies", "Cookies", "Two cookies, both needed for the site to work. Nothing follows you."),
    DefaultPage("contact", "Contact", "How to reach the partnership, and what to do when a child is at risk.", True),
    DefaultPage("challenge", "Challenge a decision", "When agencies disagree about what a child needs, say so."),
    DefaultPage("practice-alert", "Send a practice alert", "Good practice to share, or a worry about how we work."),
)


def page_to_come(slug: str) -> EditablePage | None:
    """A default page as it stands before the partnership is entered: its title and what it is about, not saved."""
    if Partnership.objects.exists():
        return None
    known = next((page for page in DEFAULT_PAGES if page.slug == slug), None)
    return EditablePage(slug=known.slug, title=known.title, lead=known.lead) if known else None


@transaction.atomic
def ensure_default_pages() -> list[EditablePage]:
    """Write the pages every portal needs where they are missing; pages that stand are left as they are.

    Their words name the partnership of today. Raises NoPartnership where none was entered yet.
    """
    partnership = current()
    standing = set(EditablePage.objects.values_list("slug", flat=True))
    missing = [page for page in DEFAULT_PAGES if page.slug not in standing]
    return [_write(page, partnership) for page in missing]


def _write(page: DefaultPage, partnership) -> EditablePage:
    template = engines["django"].from_string((DEFAULTS / f"{page.slug}.html").read_text())
    context = {"partnership": partnership, "SITE_URL": settings.SITE_URL, "today": timezone.localdate()}
    return EditablePage.objects.create(
        slug=page.slug,
        title=page.title,
        lead=page.lead,
        body=template.render(context),
        is_about_abuse=page.is_about_abuse,
    )


def receive_feedback(*, message: str, page: str = "", email: str = "") -> Feedback:
    """Put what somebody wrote into the inbox."""
    return Feedback.objects.create(message=message, page=page, email=email)


@transaction.atomic
def settle_feedback(feedback: Feedback, *, state: str, by) -> Feedback:
    """Mark feedback as answered or closed, or open it again."""
    feedback = Feedback.objects.select_for_update().get(pk=feedback.pk)
    if state not in Feedback.State.values:
        raise PagesError("Feedback can be new, answered or closed.")
    if feedback.state != state:
        feedback.state = state
        history.save(feedback, by=by, update_fields=["state"])
    return feedback


def forget_feedback_addresses() -> int:
    """Remove addresses left with feedback more than a year ago, from its history too. Returns how many."""
    old = timezone.now() - ADDRESS_KEPT
    forgotten = Feedback.objects.filter(received_at__lt=old).exclude(email="").update(email="")
    Feedback.history.filter(received_at__lt=old).exclude(email="").update(email="")
    return forgotten
