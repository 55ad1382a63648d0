"""What the yearly report says about bulletins, counted from the rows."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from bulletins.models import Bulletin, Subscription
from portal.mail.models import Delivery
from portal.registry import Figure


def for_period(start: date, end: date) -> list[Figure]:
    """Issues published, readers on the last day, mails delivered, from `start` to `end`, both days included."""
    first, after = _moment(start), _moment(end + timedelta(days=1))
    issues = Bulletin.objects.published().filter(published_at__gte=first, published_at__lt=after).count()
    readers = Subscription.objects.filter(confirmed_at__lt=after).filter(
        Q(stopped_at__isnull=True) | Q(stopped_at__gte=after)
    )
    mails = Delivery.objects.filter(message__kind="bulletins.issue", sent_at__gte=first, sent_at__lt=after).count()
    return [
        _computed("bulletins.published", "Bulletins published", issues, "Issues that went on the web in the period."),
        _computed(
            "bulletins.subscribers",
            "Subscribers at the end of the period",
            readers.count(),
            "Addresses that had confirmed and not left by the end of the last day.",
        ),
        _computed(
            "bulletins.delivered", "Bulletin emails delivered", mails, "Mails that the receiving server accepted."
        ),
    ]


def _computed(key: str, label: str, value: int, definition: str) -> Figure:
    return Figure(key=key, label=label, value=value, source="computed", definition=definition)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
