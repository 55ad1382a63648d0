"""The session itself: plan it, move it, cancel it, give it more places. All who booked are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from training import emails
from training.errors import TrainingError
from training.models import Booking, BookingEvent, Course, Session, SessionDay
from training.services import booking as bookings

Days = Sequence[tuple[date, time, time]]
PLACE = ("mode", "venue_name", "venue_town", "venue_address", "meeting_link")


@dataclass(frozen=True)
class Plan:
    """When and where a session is: what people have in their calendars."""

    days: tuple[tuple[date, time, time], ...]
    place: tuple[str, ...]


def plan_of(session: Session) -> Plan:
    """The plan as it stands in the database."""
    stored = Session.objects.get(pk=session.pk)
    days = tuple((day.date, day.start, day.end) for day in stored.days.all())
    return Plan(days, tuple(getattr(stored, name) for name in PLACE))


@transaction.atomic
def create(course: Course, *, days: Days, trainers: Sequence = (), **fields: Any) -> Session:
    """A session of a course with its days (date, from, until). Raises TrainingError without a day."""
    session = Session(course=course, **fields)
    _span(session, days)
    session.full_clean(exclude=["starts_at", "ends_at"])
    session.save()
    SessionDay.objects.bulk_create([SessionDay(session=session, date=d, start=s, end=e) for d, s, e in days])
    session.trainers.set(trainers)
    return session


@transaction.atomic
def move(session: Session, *, by: User, days: Days | None = None, reason: str = "", **place: str) -> Session:
    """Give the session other days, times or another place, and tell all who are booked or waiting.

    `place` takes the fields named in PLACE. Raises TrainingError when the session is cancelled, done or has begun.
    """
    session = bookings.locked(session)
    if session.has_begun or session.state not in (Session.State.DRAFT, Session.State.OPEN):
        raise TrainingError("Only a session that is still to come can be moved.")
    if unknown := set(place) - set(PLACE):
        raise TypeError(f"Not part of a session's place: {', '.join(sorted(unknown))}")
    was = plan_of(session)
    for name, value in place.items():
        setattr(session, name, value)
    if days is not None:
        _span(session, days)
        session.days.all().delete()
        SessionDay.objects.bulk_create([SessionDay(session=session, date=d, start=s, end=e) for d, s, e in days])
    session.save()
    tell_of_change(session, was=was, by=by, reason=reason)
    return bookings.locked(session)


@transaction.atomic
def tell_of_change(session: Session, *, was: Plan, by: User, reason: str = "") -> int:
    """Write to all who are booked or waiting when the plan is no longer what it was. Returns how many were told."""
    session = bookings.locked(session)
    now = plan_of(session)
    if now == was or session.state != Session.State.OPEN or session.has_begun:
        return 0
    session.sequence += 1
    session.save(update_fields=["sequence"])
    dropped = [
        (number, SessionDay(date=d, start=s, end=e))
        for number, (d, s, e) in enumerate(was.days, start=1)
        if number > len(now.days)
    ]
    told = list(session.bookings.live().select_related("person"))
    for booking in told:
        booking.session = session
        event = bookings.record(booking, BookingEvent.Kind.SESSION_CHANGED, by=by, reason=reason)
        emails.session_changed(event, dropped=dropped)
    return len(told)


@transaction.atomic
def cancel(session: Session, *, by: User, reason: str) -> Session:
    """Call the session off: every booking ends free of charge and everybody is told why.

    Raises TrainingError without a reason, or when the session is over.
    """
    session = bookings.locked(session)
    if session.state == Session.State.CANCELLED:
        return session
    if not reason.strip():
        raise TrainingError("Say why the session is cancelled: people are told.")
    if session.state == Session.State.DONE or session.is_over:
        raise TrainingError("This session is over and can't be cancelled.")
    session.state, session.cancelled_because = Session.State.CANCELLED, reason.strip()
    session.sequence += 1
    session.save(update_fields=["state", "cancelled_because", "sequence"])
    for booking in session.bookings.live().select_related("person"):
        had_place = not booking.is_waiting
        booking.session = session
        booking.status, booking.position = Booking.Status.CANCELLED, None
        booking.save(update_fields=["status", "position"])
        event = bookings.record(booking, BookingEvent.Kind.SESSION_CANCELLED, by=by, reason=reason.strip())
        emails.session_cancelled(event, had_place=had_place)
    return session


@transaction.atomic
def set_capacity(session: Session, capacity: int, *, by: User) -> Session:
    """Change the number of places; more of them move people up from the queue.

    Raises TrainingError when fewer than the places that are taken.
    """
    session = bookings.locked(session)
    if capacity < session.taken:
        raise TrainingError(f"{session.taken} places are taken, so there can't be fewer.")
    session.capacity = capacity
    session.save(update_fields=["capacity"])
    bookings.promote(session, by=by)
    return session


def _span(session: Session, days: Days) -> None:
    """Set when the session starts and ends from its days."""
    if not days:
        raise TrainingError("A session needs at least one day.")
    rows = sorted((SessionDay(date=d, start=s, end=e) for d, s, e in days), key=lambda day: (day.date, day.start))
    session.starts_at, session.ends_at = rows[0].starts_at, rows[-1].ends_at
