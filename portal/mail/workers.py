"""Sending what is due: lease a few, send each, mark each at once. No transaction is ever open over SMTP."""

import logging
import time
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.mail import services, transports
from portal.mail.mime import Template
from portal.mail.models import Delivery, Message
from portal.mail.transports import Postponed, Refused, Transport, Unreachable, Unsent

logger = logging.getLogger(__name__)

BATCH = 20
RUN_SECONDS = 30
TEMPLATES_KEPT = 20
BACKOFF = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)]


def anything_due() -> bool:
    return Delivery.objects.due().exists()


def deliver(seconds: float = RUN_SECONDS) -> bool:
    """Send what is due over one connection. True when the time ran out before the mails did."""
    end = time.monotonic() + seconds
    transport = transports.configured()
    templates: dict[int, Template] = {}
    try:
        while anything_due():
            if time.monotonic() >= end:
                return True
            lease = Lease(BATCH)
            if not lease.deliveries:  # another worker was quicker
                return False
            send_leased(lease, transport, templates)
    except Unreachable as error:
        logger.warning("The mail server cannot be reached: %s", error)
    finally:
        transport.close()
    return False


class Lease:
    """A few due deliveries that are this worker's alone until the lease runs out."""

    def __init__(self, size: int) -> None:
        self.token = uuid.uuid4()
        self.deliveries = self._take(size)

    def _take(self, size: int) -> list[Delivery]:
        """A conditional UPDATE decides who gets a row; SKIP LOCKED, where there is such a thing, avoids the wait."""
        with transaction.atomic():
            due = Delivery.objects.due().select_for_update(skip_locked=True)
            ids = list(due.values_list("pk", flat=True)[:size])
            Delivery.objects.filter(pk__in=ids, status=Delivery.Status.QUEUED).update(
                status=Delivery.Status.SENDING, lease_token=self.token, lease_until=self._until()
            )
        return list(self.rows().order_by("bulk", "due_at", "pk"))

    def rows(self):
        return Delivery.objects.filter(status=Delivery.Status.SENDING, lease_token=self.token)

    def _until(self):
        self._half = time.monotonic() + settings.MAIL_LEASE_SECONDS / 2
        return timezone.now() + timedelta(seconds=settings.MAIL_LEASE_SECONDS)

    def keep(self) -> bool:
        """Renew when half of it is gone. False when it ran out and the rows are no longer ours."""
        if time.monotonic() < self._half:
            return True
        return self.rows().update(lease_until=self._until()) > 0

    def give_back(self, reason: str) -> None:
        """Put what has not been tried back in line, at its old place."""
        self.rows().update(status=services.back_in_line(), last_error=reason[:300], **services.RETURNED)


def send_leased(lease: Lease, transport: Transport, templates: dict[int, Template]) -> None:
    """Send each leased mail and mark it right after. Raises Unreachable after giving back the rest."""
    for delivery in lease.deliveries:
        if not lease.keep():
            return
        try:
            send_one(delivery, transport, templates)
        except Unreachable as error:
            lease.give_back(f"The mail server cannot be reached: {error}")
            raise
        except Unsent as error:
            mark_unsent(delivery, error)
        else:
            mark(delivery, status=Delivery.Status.SENT, sent_at=timezone.now(), last_error="", smtp_code=None)


def send_one(delivery: Delivery, transport: Transport, templates: dict[int, Template]) -> None:
    try:
        letter = template_of(delivery.message_id, templates).letter_to(delivery)
        transport.open()
        transport.send(letter)
    except Unsent:
        raise
    except ValueError as error:
        raise Refused(str(error)) from error
    except Exception as error:  # whatever is wrong with one mail, the others must go
        logger.exception("Delivery %s could not be sent.", delivery.pk)
        raise Postponed(f"{type(error).__name__}: {error}") from error


def template_of(message_id: int, templates: dict[int, Template]) -> Template:
    """Each message is encoded once per run."""
    if message_id not in templates:
        if len(templates) >= TEMPLATES_KEPT:
            templates.clear()
        templates[message_id] = Template(Message.objects.prefetch_related("attachments").get(pk=message_id))
    return templates[message_id]


def mark_unsent(delivery: Delivery, error: Unsent) -> None:
    """Wait and try again, or give up: after a refusal, or when each wait has been tried."""
    words = {"last_error": str(error)[:300], "smtp_code": error.code}
    if isinstance(error, Refused) or delivery.attempts >= len(BACKOFF):
        mark(delivery, status=Delivery.Status.FAILED, **words)
    else:
        due_at = timezone.now() + BACKOFF[delivery.attempts]
        mark(delivery, status=services.back_in_line(), due_at=due_at, **words)


def mark(delivery: Delivery, **values) -> None:
    """One short UPDATE, and only while the lease is ours."""
    mine = Delivery.objects.filter(pk=delivery.pk, lease_token=delivery.lease_token)
    mine.update(attempts=delivery.attempts + 1, **services.RETURNED, **values)
