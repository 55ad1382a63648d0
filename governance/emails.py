"""Letters about where people work."""

from django.conf import settings
from django.urls import reverse

from governance.models import Membership
from portal.mail import outbox


def membership_confirmed(membership: Membership) -> None:
    """The person may act for the agency now; who waited for approval may book."""
    _send("governance/membership_confirmed", membership, event="confirmed", page="pages:my_page")


def membership_refused(membership: Membership, *, reason: str) -> None:
    """The person reads why, and where to say where they do work."""
    _send("governance/membership_refused", membership, event="refused", page="pages:workplace", reason=reason)


def _send(template: str, membership: Membership, *, event: str, page: str, reason: str = "") -> None:
    person = membership.person
    address = person.user.email if person.user else person.email
    if not address:
        return  # known to the business unit without an address: nobody to write to
    url = settings.SITE_URL + reverse(page)
    context = {"agency": membership.agency, "job_title": "[[job_title]]", "reason": "[[reason]]", "url": url}
    subject, text, html = outbox.render(template, context)
    # The history counts the changes: confirmed, refused and confirmed again are three letters.
    change = membership.history.count()
    recipient = outbox.Recipient(
        key=f"membership:{membership.pk}:{event}:{change}",
        address=address,
        slots={"job_title": membership.job_title, "reason": reason},
    )
    outbox.queue(kind="membership", subject=subject, text=text, html=html, recipients=[recipient])
