"""The calendar file (RFC 5545, RFC 5546) that goes with a booking: one event per day, names that never change."""

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress, vText

from portal.partnership import services as partnership
from training.models import Booking, Session, SessionDay

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
LONDON = ZoneInfo("Europe/London")


def build(booking: Booking, *, method: str, days: Iterable[tuple[int, SessionDay]] | None = None) -> bytes:
    """The file of one booking. `days` are (number, day) pairs, counted from 1; all days of the session without them.

    The number, not the date, names an event: a day that moves stays the same event with a higher SEQUENCE.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Safeguarding portal//Training//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    days = list(enumerate(booking.session.days.all(), start=1) if days is None else days)
    for number, day in days:
        calendar.add_component(_event(booking, number, day, method))
    years = [day.date.year for _, day in days]
    # Of these years alone: seventy years of summer time cost eight times as long, for every mail.
    calendar.add_missing_timezones(first_date=date(min(years), 1, 1), last_date=date(max(years) + 1, 1, 1))
    return calendar.to_ical()


def content_type(method: str) -> str:
    return f"text/calendar; method={method}; charset=utf-8"


def location(session: Session, *, with_link: bool = True) -> str:
    """The place on one line; the meeting link where there is no place."""
    lines = [session.venue_name, *session.venue_address.splitlines(), session.venue_town]
    parts = [part.strip() for line in lines for part in line.split(",")]
    place = ", ".join(dict.fromkeys(filter(None, parts)))  # an address often ends with the town
    return place or (session.meeting_link if with_link else "") or session.get_mode_display()


def _event(booking: Booking, number: int, day: SessionDay, method: str) -> Event:
    session = booking.session
    event = Event()
    event.add("uid", f"{booking.uid}-{number}")
    event.add("dtstamp", timezone.now())
    event.add("sequence", session.sequence + (method == CANCEL))
    event.add("dtstart", day.starts_at.astimezone(LONDON))
    event.add("dtend", day.ends_at.astimezone(LONDON))
    event.add("summary", session.course.title)
    event.add("location", location(session))
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    event.add("url", settings.SITE_URL + session.get_absolute_url())
    if session.meeting_link:
        event.add("description", f"Join the meeting: {session.meeting_link}")
    event.add("organizer", _organiser())
    if booking.person.email:
        event.add("attendee", _attendee(booking), encode=False)
    return event


def _organiser() -> vCalAddress:
    site = partnership.current()
    address = vCalAddress(f"mailto:{site.training_email or site.general_email}")
    address.params["cn"] = vText(site.name)
    return address


def _attendee(booking: Booking) -> vCalAddress:
    address = vCalAddress(f"mailto:{booking.person.email}")
    address.params["cn"] = vText(booking.person.name)
    address.params["role"] = vText("REQ-PARTICIPANT")
    address.params["partstat"] = vText("ACCEPTED")
    address.params["rsvp"] = vText("FALSE")
    return address
