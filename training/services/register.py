"""The register: who came. Kept from the moment a session starts."""

from collections.abc import Mapping

from django.db import transaction

from portal.accounts.models import User
from training.errors import TrainingError
from training.models import Booking, BookingEvent, Session
from training.services import booking as bookings

EVENTS = {
    Booking.Status.ATTENDED: BookingEvent.Kind.ATTENDED,
    Booking.Status.DID_NOT_ATTEND: BookingEvent.Kind.DID_NOT_ATTEND,
    Booking.Status.CONFIRMED: BookingEvent.Kind.UNMARKED,
}


@transaction.atomic
def keep(session: Session, *, marks: Mapping[int, str], by: User) -> int:
    """Mark bookings, by id, as attended, did not attend, or (confirmed) not marked. Returns how many changed.

    Marks that stand already are passed over, so sending the same register twice changes nothing.
    Raises TrainingError before the session starts, and when it was cancelled.
    """
    session = bookings.locked(session)
    if session.state in (Session.State.CANCELLED, Session.State.DRAFT):
        raise TrainingError("This session has no register: it is not open.")
    if not session.has_begun:
        raise TrainingError("The register opens when the session starts.")
    changed = 0
    for booking in session.bookings.seated().filter(pk__in=marks):
        status = Booking.Status(marks[booking.pk])
        if status == booking.status:
            continue
        booking.status = status
        booking.save(update_fields=["status"])
        bookings.record(booking, EVENTS[status], by=by)
        changed += 1
    _settle(session)
    return changed


def _settle(session: Session) -> None:
    """A session that is over is done once everybody is marked."""
    marked = not session.bookings.confirmed().exists()
    state = Session.State.DONE if marked and session.is_over else Session.State.OPEN
    if state != session.state:
        session.state = state
        session.save(update_fields=["state"])
