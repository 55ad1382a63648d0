"""What the outbox holds of one person, and how it forgets them."""

from django.db import transaction

from portal.mail.models import Delivery


def export(user) -> list[dict]:
    """The mails written to this person's address."""
    rows = Delivery.objects.filter(address__iexact=user.email).select_related("message")
    return [
        {
            "subject": row.message.subject,
            "status": row.get_status_display(),
            "sent": row.sent_at,
            "address": row.address,
        }
        for row in rows
    ]


@transaction.atomic
def erase(user) -> str:
    """Forget the address and the personal parts; what waits is cancelled. Keys stay, so that nothing goes twice."""
    rows = Delivery.objects.filter(address__iexact=user.email)
    waiting = [Delivery.Status.QUEUED, Delivery.Status.HELD]
    rows.filter(status__in=waiting).update(status=Delivery.Status.CANCELLED)
    erased = rows.exclude(status=Delivery.Status.SENDING).update(address="", slots={}, last_error="")
    return f"Your address was removed from {erased} emails. That they were sent, and when, is kept without it."
