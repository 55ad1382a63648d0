"""Every mail of the bulletins: one function each."""

import secrets
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from bulletins.models import Bulletin, Subscription
from portal.mail import outbox
from portal.mail.models import Message
from portal.wording import day_month_year


def confirm_subscription(subscription: Subscription, token: str) -> None:
    """Asks the owner of an address to press a button. The key holds the token: a new link is a new mail."""
    links = {"confirm_url": address("subscribe_confirm", token)}
    _queue_one("confirm_subscription", subscription, links, key=f"confirm:{subscription.token}")


def already_subscribed(subscription: Subscription, token: str) -> None:
    """What a reader gets who subscribes again: nothing on the page may tell that the address is known."""
    links = {"preferences_url": address("preferences", token), "unsubscribe_url": address("unsubscribe", token)}
    _queue_one("already_subscribed", subscription, links, key=f"known:{subscription.asked_at:%Y%m%d%H%M%S}")


def _queue_one(template: str, subscription: Subscription, links: dict[str, str], *, key: str) -> None:
    """The links are its reader's alone: they fill slots, so that whoever looks at the outbox can't use them."""
    subject, text, html = outbox.render(f"bulletins/{template}", {name: f"[[{name}]]" for name in links})
    recipient = outbox.Recipient(key=f"subscription:{subscription.pk}:{key}", address=subscription.email, slots=links)
    outbox.queue(kind=f"bulletins.{template}", subject=subject, text=text, html=html, recipients=[recipient])


def issue(contents, sessions: Iterable) -> Message:
    """One issue, rendered once; its recipients follow in steps."""
    subject, text, html = render_issue(contents, sessions)
    host = urlsplit(settings.SITE_URL).hostname
    return outbox.queue(
        kind="bulletins.issue",
        subject=subject,
        text=text,
        html=html,
        recipients=[],
        list_unsubscribe=True,
        headers={"List-Id": f"<bulletin.{host}>"},
    )


def issue_test(contents, sessions: Iterable, *, addresses: Iterable[str]) -> Message:
    """The same mail to colleagues, marked as a test. Its links to change and to leave lead to the form."""
    subject, text, html = render_issue(contents, sessions)
    press = secrets.token_hex(6)
    recipients = [
        outbox.Recipient(
            key=f"bulletin:{contents.bulletin.pk}:test:{press}:{number}",
            address=to,
            slots=sample_slots(to),
        )
        for number, to in enumerate(addresses)
    ]
    return outbox.queue(
        kind="bulletins.issue_test", subject=f"Test: {subject}", text=text, html=html, recipients=recipients
    )


def render_issue(contents, sessions: Iterable) -> tuple[str, str, str]:
    """Subject, text and HTML of an issue, personal parts still as slots."""
    return outbox.render("bulletins/issue", {"contents": contents, "bulletin": contents.bulletin, "sessions": sessions})


def issue_recipient(bulletin: Bulletin, reader: Subscription, token: str) -> outbox.Recipient:
    return outbox.Recipient(
        key=f"bulletin:{bulletin.pk}:subscriber:{reader.pk}",
        address=reader.email,
        slots={
            "unsubscribe_url": address("unsubscribe", token),
            "preferences_url": address("preferences", token),
            "masked_address": reader.masked_email,
            "subscribed_on": day_month_year(reader.consent_on),
        },
    )


def sample_slots(to: str) -> dict[str, str]:
    """What stands in the personal parts of a test or a preview."""
    form = settings.SITE_URL + reverse("bulletins:subscribe")
    masked = Subscription(email=to).masked_email
    return {
        "unsubscribe_url": form,
        "preferences_url": form,
        "masked_address": masked,
        "subscribed_on": "a day to come",
    }


def address(name: str, token: str) -> str:
    return settings.SITE_URL + reverse(f"bulletins:{name}", args=[token])
