"""One function per mail. Each event of a booking is told once: the key names the event."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from portal.mail import outbox
from portal.partnership import services as partnership
from training import calendar_file, rules
from training.models import Booking, BookingEvent, SessionDay


def booking_confirmed(event: BookingEvent) -> None:
    _tell(event, "booking_confirmed", files=[_file(event.booking, calendar_file.REQUEST)])


def booking_waiting(event: BookingEvent) -> None:
    _tell(event, "booking_waiting")


def booking_promoted(event: BookingEvent) -> None:
    _tell(event, "booking_promoted", files=[_file(event.booking, calendar_file.REQUEST)])


def booking_cancelled(event: BookingEvent) -> None:
    _tell(event, "booking_cancelled", files=[_file(event.booking, calendar_file.CANCEL)])


def waiting_left(event: BookingEvent) -> None:
    _tell(event, "waiting_left")


def session_changed(event: BookingEvent, *, dropped: Iterable[tuple[int, SessionDay]] = ()) -> None:
    """A new calendar file for those with a place; days that were dropped are taken out of their calendars."""
    files = []
    if event.booking.is_confirmed:
        files.append(_file(event.booking, calendar_file.REQUEST))
        if dropped := list(dropped):
            files.append(_file(event.booking, calendar_file.CANCEL, days=dropped, name="days-dropped.ics"))
    _tell(event, "session_changed", files=files)


def session_cancelled(event: BookingEvent, *, had_place: bool) -> None:
    _tell(
        event,
        "session_cancelled",
        files=[_file(event.booking, calendar_file.CANCEL)] if had_place else [],
        had_place=had_place,
    )


def reminder_key(booking: Booking, days: int) -> str:
    return f"bookingreminder:{booking.pk}:{days}"


def booking_reminder(booking: Booking, *, days: int) -> None:
    """`days` is which reminder it is, in working days before the session."""
    _queue(booking, "booking_reminder", key=reminder_key(booking, days))


def _tell(event: BookingEvent, name: str, *, files: Iterable[outbox.Attachment] = (), **context) -> None:
    _queue(event.booking, name, key=f"bookingevent:{event.pk}:attendee", files=files, event=event, **context)


def _queue(booking: Booking, name: str, *, key: str, files: Iterable[outbox.Attachment] = (), **context) -> None:
    if not booking.person.email:
        return  # booked by staff for somebody without an address
    session, site = booking.session, partnership.current()
    days = site.free_cancellation_days
    subject, text, html = outbox.render(
        f"training/{name}",
        {
            "booking": booking,
            "session": session,
            "course": session.course,
            "days": list(session.days.all()),
            "location": calendar_file.location(session, with_link=False),
            "free_until": rules.free_until(session, by_default=days),
            "is_late": rules.is_late(booking, by_default=days),
            "partnership": site,
            "session_url": settings.SITE_URL + session.get_absolute_url(),
            "cancel_url": settings.SITE_URL + reverse("training:booking_cancel", args=[booking.pk]),
            "mine_url": settings.SITE_URL + reverse("training:my_training"),
            **context,
        },
    )
    outbox.queue(
        kind=f"training.{name}",
        subject=subject,
        text=text,
        html=html,
        recipients=[outbox.Recipient(key=key, address=booking.person.email, slots={"name": booking.person.name})],
        attachments=files,
        reply_to=site.training_email or site.general_email,
    )


def _file(booking: Booking, method: str, *, days=None, name: str = "session.ics") -> outbox.Attachment:
    return outbox.Attachment(
        name=name,
        content_type=calendar_file.content_type(method),
        content=calendar_file.build(booking, method=method, days=days),
    )
