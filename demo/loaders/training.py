"""Courses, their past dates, and dates to come counted in working days from the day of loading."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import cycle, islice
from typing import Any

from django.utils import timezone

from demo.loaders.people import person
from demo.loaders.texts import html, lines
from demo.source import Source
from governance.models import Person, Priority
from portal import working_days
from training.models import Booking, BookingEvent, Course, Session
from training.services import sessions

Kind, Status = BookingEvent.Kind, Booking.Status


def load(source: Source) -> Counter:
    """Load courses, then dates. A course with dates ahead gets no new ones."""
    added = Counter(courses=sum(load_course(entry) for entry in source.read("courses")))
    plan = source.read("sessions")
    if plan:
        crowd = cycle([person(entry["name"]) for entry in source.read("people")])
        venues = plan["venues"]
        added["past_sessions"] = sum(load_past(entry, venues, crowd) for entry in plan["history"])
        supplied = set(Course.objects.filter(sessions__in=Session.objects.coming()).values_list("code", flat=True))
        for entry in plan["coming"]:
            if entry["course"] not in supplied:
                load_coming(entry, venues, crowd, source.today)
                added["coming_sessions"] += 1
    return +added


def load_course(entry: dict[str, Any]) -> bool:
    before, priorities = entry.pop("prerequisites", []), entry.pop("priorities", [])
    entry["outcomes"] = lines(entry["outcomes"].splitlines())
    entry["description"] = html(entry["description"])
    course, new = Course.objects.get_or_create(code=entry.pop("code"), defaults={**entry, "is_published": True})
    if new:
        course.prerequisites.set(Course.objects.filter(code__in=before))
        course.priorities.set(Priority.objects.filter(slug__in=priorities))
    return new


def load_past(entry: dict[str, Any], venues: dict[str, Any], crowd: Iterator[Person]) -> bool:
    """A date that was held, with those who came and those who didn't."""
    course = Course.objects.get(code=entry["course"])
    if course.sessions.filter(days__date=entry["date"]).exists():
        return False
    session = create(course, entry, venues, [entry["date"]], state=Session.State.DONE)
    marks = [Status.ATTENDED] * entry["attended"] + [Status.DID_NOT_ATTEND] * entry.get("absent", 0)
    for mark, member in zip(marks, people(entry.get("people", []), crowd), strict=False):
        enter(session, member, mark, at=session.starts_at - timedelta(days=21))
    return True


def load_coming(entry: dict[str, Any], venues: dict[str, Any], crowd: Iterator[Person], today: date) -> None:
    """A date to come, with its bookings and its waiting list."""
    days = [working_days.add(today, number) for number in entry["in_working_days"]]
    opens = entry.get("opens_in_working_days")
    if opens:
        entry["booking_opens_at"] = timezone.make_aware(datetime.combine(working_days.add(today, opens), time(9)))
    session = create(Course.objects.get(code=entry["course"]), entry, venues, days, state=Session.State.OPEN)
    now = timezone.now()
    booked, waiting = entry["booked"], entry.get("waiting", 0)
    queue = list(
        islice(people(entry.get("people", []), crowd), booked + waiting - len(entry.get("waiting_people", [])))
    )
    for number, member in enumerate(queue + [person(name) for name in entry.get("waiting_people", [])]):
        position = number - booked + 1 if number >= booked else None
        at = now - timedelta(days=9, minutes=-7 * number)
        enter(session, member, Status.WAITING if position else Status.CONFIRMED, at=at, position=position)


def create(course: Course, entry: dict[str, Any], venues: dict[str, Any], days: list[date], **fields: Any) -> Session:
    start, end = time.fromisoformat(entry["start"]), time.fromisoformat(entry["end"])
    given = {key: entry[key] for key in ("mode", "capacity", "doors", "bring", "booking_opens_at") if key in entry}
    return sessions.create(
        course,
        days=[(day, start, end) for day in days],
        trainers=[person(name) for name in entry.get("trainers", [])],
        **given,
        **venues[entry["venue"]],
        **fields,
    )


def people(first: list[str], crowd: Iterator[Person]) -> Iterator[Person]:
    """Those named, then the next in the crowd."""
    yield from (person(name) for name in first)
    yield from crowd


def enter(session: Session, member: Person, status: str, *, at: datetime, position: int | None = None) -> None:
    """A booking as it stands, with its events; no mail, as nobody of these people exists."""
    membership = member.current_membership
    booking = Booking.objects.create(
        session=session,
        person=member,
        agency=membership.agency if membership else None,
        job_title=membership.job_title if membership else "",
        status=status,
        position=position,
        created_at=at,
    )
    first = Kind.JOINED_WAITING if status == Status.WAITING else Kind.CONFIRMED
    BookingEvent.objects.create(booking=booking, kind=first, at=at)
    if status in (Status.ATTENDED, Status.DID_NOT_ATTEND):
        BookingEvent.objects.create(booking=booking, kind=Kind(status), at=session.ends_at)
