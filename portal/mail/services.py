"""What may happen to mails that wait: paused, resumed, cancelled, tried again, forgotten."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.utils import timezone

from portal import jobs
from portal.mail.models import Delivery, Message, MessageAttachment

BODIES_KEPT = timedelta(days=30)
ADDRESSES_KEPT = timedelta(days=365)
RETURNED = {"lease_token": None, "lease_until": None}


def counts(message: Message) -> dict[str, int]:
    """How many of a message's deliveries stand in each status; every status is there, zeros too."""
    rows = message.deliveries.order_by().values_list("status").annotate(Count("pk"))
    return dict.fromkeys(Delivery.Status.values, 0) | dict(rows)


def back_in_line() -> Subquery:
    """The status of a delivery that a worker gives back: waiting, unless its message was stopped meanwhile."""
    status = Case(When(stopped="", then=Value(Delivery.Status.QUEUED)), default=F("stopped"))
    return Subquery(Message.objects.filter(pk=OuterRef("message_id")).values(status_now=status)[:1])


@transaction.atomic
def hold(message: Message) -> int:
    """Pause what has not left yet; the few that a worker holds at this moment still go. Returns how many wait."""
    Message.objects.filter(pk=message.pk, stopped="").update(stopped=Message.Stopped.HELD)
    return message.deliveries.filter(status=Delivery.Status.QUEUED).update(status=Delivery.Status.HELD)


@transaction.atomic
def resume(message: Message) -> int:
    """Let paused deliveries go. Returns how many."""
    Message.objects.filter(pk=message.pk, stopped=Message.Stopped.HELD).update(stopped="")
    resumed = message.deliveries.filter(status=Delivery.Status.HELD).update(status=Delivery.Status.QUEUED)
    jobs.enqueue("mail.deliver")
    return resumed


@transaction.atomic
def cancel(message: Message) -> int:
    """Never send what has not left yet. Returns how many were stopped."""
    Message.objects.filter(pk=message.pk).update(stopped=Message.Stopped.CANCELLED)
    waiting = message.deliveries.filter(status__in=[Delivery.Status.QUEUED, Delivery.Status.HELD])
    return waiting.update(status=Delivery.Status.CANCELLED)


@transaction.atomic
def retry(deliveries: QuerySet[Delivery]) -> int:
    """Try failed ones again from the start, as long as their text is still kept. Returns how many."""
    failed = Delivery.objects.failed().filter(
        pk__in=deliveries.order_by().values("pk"), message__purged_at__isnull=True
    )
    ids = list(failed.values_list("pk", flat=True))
    again = {"status": Delivery.Status.QUEUED, "attempts": 0, "due_at": timezone.now(), "last_error": ""}
    retried = sum(
        Delivery.objects.failed().filter(pk__in=ids[start : start + 500]).update(**again, smtp_code=None)
        for start in range(0, len(ids), 500)
    )
    jobs.enqueue("mail.deliver")
    return retried


def return_lapsed() -> int:
    """Give back what a vanished worker had leased. Returns how many."""
    return Delivery.objects.lapsed().update(status=back_in_line(), **RETURNED)


@transaction.atomic
def purge() -> tuple[int, int]:
    """Forget bodies, attachments and slots after 30 days and addresses after 12 months; keys stay, so nothing is
    ever sent twice. Mails still on their way are left alone. Returns how many messages and addresses went."""
    now = timezone.now()
    pending = Delivery.objects.on_their_way().filter(message=OuterRef("pk"))
    old = Message.objects.filter(created_at__lt=now - BODIES_KEPT, purged_at__isnull=True).exclude(Exists(pending))
    ids = list(old.values_list("pk", flat=True))
    MessageAttachment.objects.filter(message__in=ids).delete()
    Delivery.objects.filter(message__in=ids).update(slots={})
    bodies = Message.objects.filter(pk__in=ids).update(text="", html="", headers={}, purged_at=now)
    addresses = Delivery.objects.ended().filter(message__created_at__lt=now - ADDRESSES_KEPT).exclude(address="")
    return bodies, addresses.update(address="", last_error="")
