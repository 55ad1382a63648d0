"""What the tasks carry: preparing a mailing, and what falls due."""

import logging

from django.utils import timezone

from bulletins.errors import BulletinError
from bulletins.models import Bulletin, Mailing
from bulletins.services import mailing as mailings
from bulletins.services import workflow

logger = logging.getLogger(__name__)


def queue_mailing(progress, mailing_id: int) -> str:
    """Render the mail and put every reader in the outbox, a step at a time; a step that was done stays done."""
    mailing = mailings.prepare(Mailing.objects.get(pk=mailing_id))
    while mailing.queued_at is None and mailing.is_live:
        before = mailing.reached
        mailing = mailings.queue_step(mailing)
        done = mailing.deliveries.count()
        progress.step(done, max(mailing.total, done), f"{done:,} of {mailing.total:,} readers are in the outbox")
        if mailing.reached == before:
            break
    return ""


def send_due(now=None) -> int:
    """Send what is due. What is late by more than an hour is asked about instead. Returns how many were sent."""
    now = now or timezone.now()
    sent = 0
    for bulletin in Bulletin.objects.due(now):
        try:
            if now - bulletin.send_at > mailings.LATE:
                workflow.miss(bulletin, now=now)
            else:
                mailings.send(bulletin)
                sent += 1
        except BulletinError as error:
            logger.info("Bulletin %s was not sent by its schedule: %s", bulletin.pk, error)
    return sent


def settle_mailings() -> int:
    """Close the mailings of which nothing is on its way any more. Returns how many were looked at."""
    live = list(Mailing.objects.filter(state=Mailing.State.SENDING, queued_at__isnull=False))
    for mailing in live:
        mailings.settle(mailing)
    return len(live)
