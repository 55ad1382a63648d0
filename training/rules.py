"""What holds for a session and a booking by rule: until when it is free, whether it can be booked."""

from datetime import date

from django.utils import timezone

from portal import working_days
from portal.partnership import services as partnership
from portal.wording import date_and_time
from training.models import Booking, Session


def free_days(session: Session, *, by_default: int | None = None) -> int:
    """Working days before the first day until which a place can be given back free of charge.

    `by_default` is the partnership's own number, for lists that read it once.
    """
    own = session.course.free_cancellation_days
    if own is None:
        own = partnership.current().free_cancellation_days if by_default is None else by_default
    return own


def free_until(session: Session, *, by_default: int | None = None) -> date:
    """The last day on which a place can be given back free of charge."""
    return working_days.subtract(session.first_day, free_days(session, by_default=by_default))


def is_late(booking: Booking, *, by_default: int | None = None) -> bool:
    """Whether giving the place back today is late. Who was moved up after the last free day had no chance: never."""
    last_day = free_until(booking.session, by_default=by_default)
    promoted = booking.promoted_at
    if promoted and timezone.localtime(promoted).date() > last_day:
        return False
    return timezone.localdate() > last_day


def closed_because(session: Session) -> str:
    """Why nobody can book this session now, in a sentence for the person; empty when it can be booked."""
    now = timezone.now()
    if session.state == Session.State.CANCELLED:
        return "This session has been cancelled."
    if session.has_begun or session.state == Session.State.DONE:
        return "This session has already started, so it can no longer be booked."
    if session.state == Session.State.DRAFT:
        return "This session is still being prepared and can't be booked yet."
    if session.booking_opens_at and session.booking_opens_at > now:
        return f"Booking opens on {date_and_time(session.booking_opens_at)}."
    if session.booking_closes_at and session.booking_closes_at <= now:
        return f"Booking closed on {date_and_time(session.booking_closes_at)}."
    return ""
