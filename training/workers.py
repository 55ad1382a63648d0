"""What the beat asks for: reminders before a session, clearing away what is no longer needed."""

import logging
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from portal import working_days
from portal.mail.models import Delivery
from portal.partnership import services as partnership
from training import emails
from training.models import Booking, Session
from training.services import booking as bookings

log = logging.getLogger(__name__)


def send_reminders() -> int:
    """Remind people of coming sessions, so many working days before as the partnership set. Returns how many.

    A reminder is due from its day on, so a day without a run is caught up, and its key lets it go once.
    Where several are due only the nearest goes; who got the place after the reminder's day needs none.
    """
    steps = partnership.current().reminder_working_days
    if not steps:
        return 0
    today = timezone.localdate()
    horizon = _end_of(working_days.add(today, max(steps)))
    sent = 0
    for session in Session.objects.coming().filter(starts_at__lt=horizon).select_related("course"):
        ahead = working_days.count(today, session.first_day)
        due = min((step for step in steps if step >= ahead), default=None)
        if due is not None:
            sent += _remind(session, due)
    return sent


def _remind(session: Session, days: int) -> int:
    begins = timezone.make_aware(datetime.combine(working_days.subtract(session.first_day, days), time.min))
    told = (
        session.bookings.confirmed()
        .filter(created_at__lt=begins)
        .select_related("person")
        .exclude(promoted_at__gte=begins)
    )
    rows = {emails.reminder_key(booking, days): booking for booking in told.exclude(person__email="")}
    known = set(Delivery.objects.filter(key__in=rows).values_list("key", flat=True))
    waiting = [booking for key, booking in rows.items() if key not in known]
    for booking in waiting:
        booking.session = session
        emails.booking_reminder(booking, days=days)
    return len(waiting)


def close_waiting_lists() -> int:
    """End the bookings that still wait for a session that is over. Returns how many."""
    over = Session.objects.filter(ends_at__lt=timezone.now(), bookings__status=Booking.Status.WAITING)
    return sum(len(bookings.close_waiting_list(session)) for session in over.distinct())


def purge_needs() -> int:
    """Delete what people asked to have arranged, once their session is over. Returns how many."""
    gone = Booking.objects.filter(session__ends_at__lt=timezone.now()).exclude(needs="").update(needs="")
    log.info("needs of %s bookings deleted", gone)
    return gone


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
