"""Who gets the bulletin: double opt-in, preferences, leaving. Nothing here needs a sign-in."""

from collections.abc import Iterable
from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone

from bulletins import emails
from bulletins.errors import BulletinError
from bulletins.models import Subscription
from bulletins.models.subscription import new_token
from governance.models import Priority

CONFIRM_WITHIN = timedelta(days=7)
# However often a form is sent with one address, its owner gets one mail in this time.
ONE_MAIL_IN = timedelta(minutes=10)
Status = Subscription.Status


class LinkExpired(BulletinError):
    """The link was ours and is too old; it carries the subscription, so that a new one is one step away."""

    def __init__(self, subscription: Subscription):
        super().__init__("This link was good for 7 days and has run out.")
        self.subscription = subscription


@transaction.atomic
def subscribe(email: str, *, source: str = "The form on this site") -> Subscription:
    """Ask an address whether it wants the bulletin.

    Known and unknown addresses get the same answer on the page: only a mail to the address says more.
    """
    email = email.strip().lower()
    Subscription.objects.bulk_create([Subscription(email=email)], ignore_conflicts=True)
    subscription = Subscription.objects.select_for_update().get(email=email)
    if _was_just_asked(subscription):
        return subscription
    if subscription.status == Status.ACTIVE:
        subscription.asked_at = timezone.now()
        subscription.save(update_fields=["asked_at"])
        emails.already_subscribed(subscription, reader_token(subscription))
        return subscription
    subscription.status, subscription.stopped_at = Status.PENDING, None
    subscription.consent_source, subscription.consent_on = source, timezone.localdate()
    _ask(subscription)
    return subscription


@transaction.atomic
def ask_again(subscription: Subscription) -> Subscription:
    """A new link for somebody whose link ran out. Nothing is sent to those who confirmed meanwhile."""
    subscription = Subscription.objects.select_for_update().get(pk=subscription.pk)
    if subscription.status == Status.PENDING and not _was_just_asked(subscription):
        _ask(subscription)
    return subscription


def _was_just_asked(subscription: Subscription) -> bool:
    return subscription.asked_at is not None and timezone.now() - subscription.asked_at < ONE_MAIL_IN


def _ask(subscription: Subscription) -> None:
    subscription.token, subscription.asked_at = new_token(), timezone.now()
    subscription.save()
    emails.confirm_subscription(subscription, confirm_token(subscription))


def find_to_confirm(token: str) -> Subscription:
    """The subscription a confirmation link names. Raises LinkExpired, or BulletinError for a link not ours.

    A link that was followed before, by its reader or by a scanner that pressed the button, still finds it.
    """
    signer = signing.TimestampSigner(salt="bulletins.confirm")
    try:
        value, expired = signer.unsign(token, max_age=CONFIRM_WITHIN), False
    except signing.SignatureExpired:
        value, expired = signer.unsign(token), True
    except signing.BadSignature:
        raise BulletinError("This link is not complete. Copy the whole of it from the email.") from None
    pk, _, secret = value.partition("-")
    subscription = Subscription.objects.filter(pk=pk, token=secret).first()
    if subscription is None or subscription.status == Status.STOPPED:
        raise BulletinError(
            "A newer link was sent since, or this subscription was stopped. Subscribe again to get one."
        )
    if expired and subscription.status == Status.PENDING:
        raise LinkExpired(subscription)
    return subscription


@transaction.atomic
def confirm(subscription: Subscription) -> Subscription:
    """The reader pressed the button: from now on they get the bulletin. Safe to repeat."""
    subscription = Subscription.objects.select_for_update().get(pk=subscription.pk)
    if subscription.status == Status.PENDING:
        subscription.status, subscription.confirmed_at = Status.ACTIVE, timezone.now()
        subscription.save()
    return subscription


@transaction.atomic
def choose(subscription: Subscription, *, priorities: Iterable[Priority]) -> Subscription:
    """Which special editions this reader gets: those about these priorities, or all where none is chosen."""
    subscription.priorities.set(priorities)
    return subscription


@transaction.atomic
def stop(subscription: Subscription) -> Subscription:
    """The reader leaves: nothing more is sent. Safe to repeat; the address is kept so that it stays left."""
    subscription = Subscription.objects.select_for_update().get(pk=subscription.pk)
    if subscription.status != Status.STOPPED:
        subscription.status, subscription.stopped_at = Status.STOPPED, timezone.now()
        subscription.save()
        subscription.priorities.clear()
    return subscription


def confirm_token(subscription: Subscription) -> str:
    return signing.TimestampSigner(salt="bulletins.confirm").sign(f"{subscription.pk}-{subscription.token}")


def reader_token(subscription: Subscription) -> str:
    """What the links of every mail carry. It has no end: leaving must work from an old mail, too."""
    return signing.Signer(salt="bulletins.reader").sign(str(subscription.pk))


def of_reader(token: str) -> Subscription | None:
    """The subscription that a mail's link names; None for a link that is not ours."""
    try:
        pk = signing.Signer(salt="bulletins.reader").unsign(token)
    except signing.BadSignature:
        return None
    return Subscription.objects.filter(pk=pk).first()
