"""Courses, sessions and bookings of Rivermouth."""

from datetime import date, time, timedelta

from django.utils import timezone
from django.utils.text import slugify

from governance.models import Agency, Membership, Person
from tests import factories
from training.models import Booking, Course, Session
from training.services import booking as bookings
from training.services import sessions

MORNING = (time(9, 30), time(12))


def course(title: str = "Basic safeguarding children", **fields) -> Course:
    defaults = {
        "code": slugify(title)[:20],
        "slug": slugify(title),
        "summary": "One day that helps you to notice, ask and act.",
        "outcomes": "Recognise the signs of neglect\nPass on a concern the same day",
        "audience": "Anyone who meets children at work",
        "cpd_hours": 6,
        "is_published": True,
    }
    return Course.objects.get_or_create(title=title, defaults={**defaults, **fields})[0]


def day(days_ahead: int = 40, at=MORNING) -> tuple[date, time, time]:
    return (timezone.localdate() + timedelta(days=days_ahead), *at)


def session(of: Course | None = None, *, days_ahead: int = 40, days=None, **fields) -> Session:
    defaults = {"state": Session.State.OPEN, "capacity": 3, "venue_name": "Community hub", "venue_town": "Quayside"}
    return sessions.create(of or course(), days=days or [day(days_ahead)], **{**defaults, **fields})


def people(number: int, agency: Agency | None = None) -> list[Person]:
    """People with an address and a confirmed membership, and no login."""
    agency = agency or factories.agency()
    rows = Person.objects.bulk_create(
        Person(name=f"Person {i:03}", email=f"person{i:03}@rivermouth.example") for i in range(number)
    )
    Membership.objects.bulk_create(
        Membership(person=row, agency=agency, job_title="Nurse", status="confirmed", basis="staff") for row in rows
    )
    return rows


def booked(session: Session, person: Person, **fields) -> Booking:
    return bookings.book(session, person=person, by=None, **fields)


def past(session: Session, *, days_ago: int = 7) -> Session:
    """The same session, some days ago: what was booked stays booked."""
    when = timezone.localdate() - timedelta(days=days_ago)
    session.days.update(date=when)
    row = session.days.get()
    session.starts_at, session.ends_at = row.starts_at, row.ends_at
    session.save()
    return Session.objects.get(pk=session.pk)
