"""An approved issue goes out: once, to readers frozen at the start, with pause, resume, stop and retry."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from bulletins import emails
from bulletins.errors import BulletinError
from bulletins.models import Bulletin, Mailing, Subscription
from bulletins.services import reading, workflow
from bulletins.services.subscriptions import reader_token
from governance.models import Priority
from portal import jobs
from portal.mail import outbox
from portal.mail import services as mail

Status = Bulletin.Status
State = Mailing.State
STEP = 1000  # readers put in the outbox in one transaction
LATE = timedelta(minutes=60)


@transaction.atomic
def send(bulletin: Bulletin, *, by=None) -> Mailing:
    """Publish an approved issue and send it to its readers; `by` is None where the schedule does.

    Whoever asks second gets the mailing that stands: the row is locked while its status is read and changed.
    """
    row = Bulletin.objects.select_for_update().get(pk=bulletin.pk)
    if row.is_published:
        return standing(row)
    if row.status not in (Status.APPROVED, Status.SCHEDULED):
        raise BulletinError(f"“{row}” is not approved yet, so it cannot be sent.")
    now = timezone.now()
    row.published_at, row.send_at = now, None
    workflow.move(row, Status.SENDING, "Sent" if by else "Sent by its schedule")
    mailing = Mailing.objects.create(bulletin=row, started_by=by, started_at=now)
    mailing.total = readers(mailing).count()
    mailing.save()
    _start_queueing(mailing)
    return mailing


def standing(bulletin: Bulletin) -> Mailing:
    """The mailing of a published issue. Raises BulletinError where it was published without one."""
    mailing = Mailing.objects.filter(bulletin=bulletin).first()
    if mailing is None:
        raise BulletinError(f"“{bulletin}” was published without an email, so there is nothing to send.")
    return mailing


def readers(mailing: Mailing) -> QuerySet[Subscription]:
    """Those who had confirmed when the mailing began: all for a monthly issue, by choice for a special edition."""
    found = Subscription.objects.active().filter(confirmed_at__lte=mailing.started_at)
    if mailing.bulletin.kind == Bulletin.Kind.MONTHLY:
        return found
    about = Q(bulletin_sections__bulletin=mailing.bulletin) | Q(bulletin_items__bulletin=mailing.bulletin)
    of_issue = Priority.objects.filter(about).values("pk")
    chosen = Subscription.priorities.through.objects.filter(priority__in=of_issue).values("subscription_id")
    chose_any = Subscription.priorities.through.objects.values("subscription_id")
    return found.filter(Q(pk__in=chosen) | ~Q(pk__in=chose_any))


def expected(bulletin: Bulletin) -> int:
    """How many would get this issue if it were sent now."""
    return readers(Mailing(bulletin=bulletin, started_at=timezone.now())).count()


def _start_queueing(mailing: Mailing) -> None:
    jobs.start(
        "bulletins.queue_mailing",
        title=f"Preparing the mails of “{mailing.bulletin}”",
        by=mailing.started_by,
        key=f"bulletins.queue_mailing:{mailing.pk}",
        args=[mailing.pk],
    )


@transaction.atomic
def prepare(mailing: Mailing) -> Mailing:
    """Render the mail, once. Safe to repeat."""
    mailing = _locked(mailing)
    if mailing.message is None:
        mailing.message = emails.issue(reading.contents(mailing.bulletin), reading.coming_sessions())
        mailing.save()
    return mailing


@transaction.atomic
def queue_step(mailing: Mailing) -> Mailing:
    """Put the next readers in the outbox. After the last, `queued_at` is set; a stopped mailing gets no more."""
    mailing = _locked(mailing)
    if mailing.message is None or mailing.queued_at or not mailing.is_live:
        return mailing
    following = list(readers(mailing).filter(pk__gt=mailing.reached).order_by("pk")[:STEP])
    recipients = (emails.issue_recipient(mailing.bulletin, reader, reader_token(reader)) for reader in following)
    outbox.add(mailing.message, recipients, held=mailing.state == State.PAUSED)
    if following:
        mailing.reached = following[-1].pk
    if len(following) < STEP:
        mailing.queued_at = timezone.now()
        mailing.total = mailing.deliveries.count()
    mailing.save()
    return mailing


@transaction.atomic
def pause(mailing: Mailing, *, by) -> Mailing:
    """Hold what has not left. The few mails a worker holds at this moment still go."""
    mailing = _locked(mailing, State.SENDING)
    mailing.state = State.PAUSED
    mailing.save()
    if mailing.message:
        mail.hold(mailing.message)
    return mailing


@transaction.atomic
def resume(mailing: Mailing, *, by) -> Mailing:
    """Let it go on, preparing included where that was interrupted."""
    mailing = _locked(mailing, State.PAUSED, State.SENDING)
    mailing.state = State.SENDING
    mailing.save()
    if mailing.message:
        mail.resume(mailing.message)
    if mailing.queued_at is None:
        _start_queueing(mailing)
    return mailing


@transaction.atomic
def cancel(mailing: Mailing, *, by) -> Mailing:
    """Never send the rest. The issue stays on the web; readers who have it keep it."""
    mailing = _locked(mailing, State.SENDING, State.PAUSED)
    if mailing.message:
        mail.cancel(mailing.message)
    return _finish(mailing, State.CANCELLED)


@transaction.atomic
def retry(mailing: Mailing, *, by) -> int:
    """Try again what was not sent. Returns how many."""
    mailing = _locked(mailing, State.SENDING, State.DONE)
    number = mail.retry(mailing.deliveries)
    if number and mailing.state == State.DONE:
        mailing.state, mailing.finished_at = State.SENDING, None
        mailing.save()
    return number


@transaction.atomic
def settle(mailing: Mailing) -> Mailing:
    """Close a mailing when nothing of it is on its way any more. Changes nothing before."""
    mailing = _locked(mailing)
    if mailing.state != State.SENDING or mailing.queued_at is None:
        return mailing
    if mailing.deliveries.on_their_way().exists():
        return mailing
    return _finish(mailing, State.DONE)


def _finish(mailing: Mailing, state: Mailing.State) -> Mailing:
    mailing.state, mailing.finished_at = state, timezone.now()
    mailing.save()
    bulletin = Bulletin.objects.select_for_update().get(pk=mailing.bulletin_id)
    if bulletin.status == Status.SENDING:
        bulletin.sent_at = mailing.finished_at
        workflow.move(bulletin, Status.SENT, "All mails left" if state == State.DONE else "Sending was stopped")
    mailing.bulletin = bulletin
    return mailing


def _locked(mailing: Mailing, *allowed: Mailing.State) -> Mailing:
    row = Mailing.objects.select_for_update(of=("self",)).select_related("bulletin", "message").get(pk=mailing.pk)
    if allowed and row.state not in allowed:
        raise BulletinError(f"This mailing is “{row.get_state_display().lower()}” now, so this cannot be done.")
    return row


def send_test(bulletin: Bulletin, *, addresses: Iterable[str], by) -> None:
    """The issue as it stands, to named colleagues, marked as a test. May be repeated: each press is a mail."""
    emails.issue_test(reading.contents(bulletin), reading.coming_sessions(), addresses=list(addresses))


@dataclass(frozen=True)
class Progress:
    """How far a mailing is. `rate` is mails a second over the last minute; times are None where not known."""

    sent: int
    waiting: int
    failed: int
    cancelled: int
    total: int
    rate: float
    seconds_left: int | None

    @property
    def ended(self) -> int:
        return self.sent + self.failed + self.cancelled


def progress(mailing: Mailing) -> Progress:
    """Counted from the deliveries themselves."""
    if mailing.message is None:
        return Progress(0, mailing.total, 0, 0, mailing.total, 0.0, None)
    counts = mail.counts(mailing.message)
    # Readers who left while it was being prepared are in the total and never come.
    total = max(mailing.total, sum(counts.values()))
    ended = counts["sent"] + counts["failed"] + counts["cancelled"]
    waiting = 0 if mailing.state == State.CANCELLED else total - ended
    rate = _rate(mailing)
    left = round(waiting / rate) if rate and mailing.state == State.SENDING else None
    return Progress(counts["sent"], waiting, counts["failed"], counts["cancelled"], total, rate, left)


def _rate(mailing: Mailing) -> float:
    now = timezone.now()
    recent = mailing.deliveries.filter(sent_at__gt=now - timedelta(seconds=60)).count()
    return recent / max(1.0, min(60.0, (now - mailing.started_at).total_seconds()))
