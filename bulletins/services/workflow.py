"""From draft to approved: one function per change of status. Sending stands in `mailing`."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from bulletins.errors import BulletinError
from bulletins.models import Bulletin
from bulletins.services import checks
from portal import history
from portal.wording import date_and_time

Status = Bulletin.Status


@transaction.atomic
def submit(bulletin: Bulletin, *, by) -> Bulletin:
    """Hand a draft to a colleague for approval."""
    bulletin = locked(bulletin, Status.DRAFT)
    bulletin.submitted_by = by
    return move(bulletin, Status.IN_REVIEW, "Submitted for approval")


@transaction.atomic
def approve(bulletin: Bulletin, *, by, note: str = "") -> Bulletin:
    """Approve an issue: a second person, or the one who submitted it with a reason that is kept.

    Raises BulletinError while the checks find something that must be mended.
    """
    bulletin = locked(bulletin, Status.IN_REVIEW)
    note = note.strip()
    if bulletin.submitted_by_id == by.pk and not note:
        raise BulletinError(
            "You submitted this issue yourself. Ask a colleague to approve it, or write down why you approve it alone."
        )
    if checks.must_be_mended(bulletin):
        raise BulletinError("Mend what the checks found before this issue is approved.")
    bulletin.approved_by, bulletin.approved_at, bulletin.approval_note = by, timezone.now(), note
    return move(bulletin, Status.APPROVED, "Approved")


@transaction.atomic
def reopen(bulletin: Bulletin, *, by) -> Bulletin:
    """Take an issue that was not sent back to draft; it needs approval again."""
    bulletin = locked(bulletin, Status.IN_REVIEW, Status.APPROVED, Status.SCHEDULED)
    bulletin.submitted_by = bulletin.approved_by = bulletin.approved_at = bulletin.send_at = None
    bulletin.approval_note = ""
    return move(bulletin, Status.DRAFT, "Taken back to draft")


@transaction.atomic
def schedule(bulletin: Bulletin, *, at: datetime, by) -> Bulletin:
    """Have an approved issue sent at a moment to come. Raises BulletinError for a moment that is past."""
    bulletin = locked(bulletin, Status.APPROVED, Status.SCHEDULED)
    if at <= timezone.now():
        raise BulletinError(f"{date_and_time(at)} is past. Choose a moment to come, or send it now.")
    bulletin.send_at = at
    return move(bulletin, Status.SCHEDULED, f"Scheduled for {date_and_time(at)}")


@transaction.atomic
def unschedule(bulletin: Bulletin, *, by) -> Bulletin:
    """Take an issue off the schedule; it stays approved."""
    bulletin = locked(bulletin, Status.SCHEDULED)
    bulletin.send_at = None
    return move(bulletin, Status.APPROVED, "Taken off the schedule")


@transaction.atomic
def miss(bulletin: Bulletin, *, now: datetime) -> Bulletin:
    """Its moment passed while nothing ran: ask again instead of sending hours late."""
    bulletin = locked(bulletin, Status.SCHEDULED)
    note = f"It was to go out on {date_and_time(bulletin.send_at)} and was not: the portal was not running then."
    bulletin.send_at = None
    return move(bulletin, Status.APPROVED, "Schedule missed", note=note)


def locked(bulletin: Bulletin, *allowed: Bulletin.Status) -> Bulletin:
    """The issue as it stands now, locked until the end of the transaction, if it has one of these statuses."""
    row = Bulletin.objects.select_for_update().get(pk=bulletin.pk)
    if row.status not in allowed:
        raise BulletinError(f"“{row}” has the status “{row.get_status_display()}” now, so this cannot be done.")
    return row


def move(bulletin: Bulletin, status: Bulletin.Status, reason: str, *, note: str = "") -> Bulletin:
    """Give a locked issue its new status, with the reason in its history."""
    bulletin.status, bulletin.status_note = status, note
    history.save(bulletin, reason=reason)
    return bulletin
