"""Places at a session: book one, give it back, wait for one. Each change locks the session's row first."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from governance.models import Person
from governance.services import people
from portal.accounts.models import User
from training import emails, rules
from training.errors import TrainingError
from training.models import Booking, BookingEvent, Session

Kind = BookingEvent.Kind
FAR = 1_000_000  # no queue is that long: positions step aside to here while they are renumbered


@transaction.atomic
def book(session: Session, *, person: Person, by: User, needs: str = "") -> Booking:
    """Give the person a place, or a place in the queue when none is left, and tell them.

    Who is booked already keeps that booking. Raises TrainingError when the session or the person can't be booked.
    """
    session = locked(session)
    if standing := session.bookings.live().filter(person=person).first():
        return standing
    if why := obstacle(session, person=person):
        raise TrainingError(why)
    return _enter(session, person=person, by=by, needs=needs)


@transaction.atomic
def add(session: Session, *, person: Person, by: User, needs: str = "") -> Booking:
    """Staff book for somebody, whenever booking opens or closes; on the day and after it too, without a mail then.

    Raises TrainingError when the session is cancelled, or has begun and is full.
    """
    session = locked(session)
    if standing := session.bookings.live().filter(person=person).first():
        return standing
    if session.state in (Session.State.CANCELLED, Session.State.DRAFT):
        raise TrainingError("People can be added to open sessions only.")
    if session.has_begun and not session.places_left:
        raise TrainingError(f"All {session.capacity} places are taken. Raise the number of places first.")
    return _enter(session, person=person, by=by, needs=needs)


@transaction.atomic
def cancel(booking: Booking, *, by: User, reason: str = "") -> Booking:
    """Give a confirmed place back, late or free by the session's rule; the first in the queue moves up.

    A booking that is cancelled already stays as it is. Raises TrainingError once the session has begun.
    """
    session = locked(booking.session)
    booking = _fresh(booking, session)
    if not booking.is_live:
        return booking
    if booking.is_waiting:
        raise TrainingError("You are on the waiting list and hold no place yet.")
    if session.has_begun or not booking.is_confirmed:
        raise TrainingError("This session has already started, so the place can't be given back any more.")
    late = rules.is_late(booking)
    booking.status = Booking.Status.CANCELLED_LATE if late else Booking.Status.CANCELLED
    booking.save(update_fields=["status"])
    emails.booking_cancelled(record(booking, Kind.CANCELLED_LATE if late else Kind.CANCELLED, by=by, reason=reason))
    promote(session, by=by)
    return booking


@transaction.atomic
def leave_waiting_list(booking: Booking, *, by: User, reason: str = "") -> Booking:
    """Take the person out of the queue; those behind move up one. Raises TrainingError for a confirmed place."""
    session = locked(booking.session)
    booking = _fresh(booking, session)
    if not booking.is_live:
        return booking
    if not booking.is_waiting:
        raise TrainingError("You have moved up and hold a place now. Give it back if you can't come.")
    left, booking.position = booking.position, None
    booking.status = Booking.Status.CANCELLED
    booking.save(update_fields=["status", "position"])
    if left is not None:
        _close_gap(session, left)
    emails.waiting_left(record(booking, Kind.LEFT_WAITING, by=by, reason=reason))
    return booking


@transaction.atomic
def promote(session: Session, *, by: User | None) -> list[Booking]:
    """Move up from the queue as many as there are free places, and tell them. Nobody moves up once it has begun."""
    session = locked(session)
    if session.has_begun or session.state != Session.State.OPEN:
        return []
    free = max(session.capacity - session.bookings.seated().count(), 0)
    lucky = list(session.bookings.waiting().select_related("person")[:free])
    for booking in lucky:
        booking.session = session
        booking.status, booking.position = Booking.Status.CONFIRMED, None
        booking.promoted_at = timezone.now()
        booking.save(update_fields=["status", "position", "promoted_at"])
        _close_gap(session, 1)
        emails.booking_promoted(record(booking, Kind.PROMOTED, by=by))
    return lucky


@transaction.atomic
def close_waiting_list(session: Session) -> list[Booking]:
    """End what still waits once the session is over. Nobody is written to: there is nothing left to do."""
    session = locked(session)
    if not session.is_over:
        return []
    left = list(session.bookings.waiting())
    for booking in left:
        booking.status, booking.position = Booking.Status.CANCELLED, None
        booking.save(update_fields=["status", "position"])
        record(booking, Kind.WAITING_CLOSED, by=None)
    return left


def obstacle(session: Session, *, person: Person) -> str:
    """Why this person can't book this session now, in a sentence for them; empty when they can."""
    if why := rules.closed_because(session):
        return why
    if people.awaits_approval(person):
        return "Your account is waiting for approval. We write to you as soon as you can book."
    return ""


def locked(session: Session) -> Session:
    """The session as it stands, its row locked until the transaction ends (SQLite locks all: IMMEDIATE)."""
    return Session.objects.select_for_update(of=("self",)).select_related("course").get(pk=session.pk)


def record(booking: Booking, kind: BookingEvent.Kind, *, by: User | None, reason: str = "") -> BookingEvent:
    """Add what happened to the booking's history."""
    return BookingEvent.objects.create(booking=booking, kind=kind, by=by, reason=reason)


def _enter(session: Session, *, person: Person, by: User, needs: str) -> Booking:
    membership = person.current_membership
    has_place = session.places_left > 0
    booking = Booking.objects.create(
        session=session,
        person=person,
        agency=membership.agency if membership else None,
        job_title=membership.job_title if membership else "",
        status=Booking.Status.CONFIRMED if has_place else Booking.Status.WAITING,
        position=None if has_place else session.waiting + 1,
        needs=needs.strip(),
    )
    event = record(booking, Kind.CONFIRMED if has_place else Kind.JOINED_WAITING, by=by)
    if not session.has_begun:
        (emails.booking_confirmed if has_place else emails.booking_waiting)(event)
    return booking


def _fresh(booking: Booking, session: Session) -> Booking:
    """The booking as it stands now that the session is locked."""
    booking = session.bookings.select_related("person").get(pk=booking.pk)
    booking.session = session
    return booking


def _close_gap(session: Session, left: int) -> None:
    """Move everybody behind a position up by one, in two steps: no two may share a position even for a moment."""
    session.bookings.filter(position__gt=left).update(position=F("position") + FAR)
    session.bookings.filter(position__gt=FAR).update(position=F("position") - FAR - 1)
