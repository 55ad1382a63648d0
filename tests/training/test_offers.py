"""What training offers upward: figures, search, work lists, personal records."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from portal.mail.models import Delivery
from portal.search import services as search
from tests import factories as world
from tests.training import factories
from training import figures, personal, work_list
from training.models import Booking
from training.services import register, sessions

pytestmark = pytest.mark.django_db


def held(*statuses: str, **fields):
    """A session a week ago with a person per status."""
    session = factories.session(**{"capacity": 4, **fields})
    booked = [factories.booked(session, world.person(email="p@rivermouth.example")) for _ in statuses]
    session = factories.past(session)
    register.keep(session, marks={b.pk: s for b, s in zip(booked, statuses, strict=True)}, by=None)
    return session


def year() -> tuple:
    return timezone.localdate() - timedelta(days=300), timezone.localdate()


def test_figures_count_the_register(partnership):
    held("attended", "attended", "did_not_attend")
    held("attended", mode="virtual")
    found = {figure.key: (figure.value, figure.source) for figure in figures.for_period(*year())}
    assert found == {
        "training-in-person": (2, "computed"),
        "training-virtual": (1, "computed"),
        "training-sessions": (2, "computed"),
        "training-places": (8, "computed"),
        "training-take-up": (Decimal("50.0"), "computed"),
        "training-no-shows": (1, "computed"),
    }


def test_figures_leave_out_what_no_row_proves(partnership):
    held("attended")
    start, _ = year()
    assert figures.for_period(start, timezone.localdate() - timedelta(days=8)) == []


def test_search_finds_courses_and_coming_dates(partnership):
    session = factories.session(venue_town="Quayside")
    hits = search.find("safeguarding children", user=AnonymousUser()).hits
    assert {(hit.kind, hit.url) for hit in hits} == {
        ("Course", session.course.get_absolute_url()),
        ("Training date", session.get_absolute_url()),
    }


def test_search_forgets_a_cancelled_date_and_an_unpublished_course(partnership):
    session = factories.session()
    sessions.cancel(session, by=None, reason="Snow")
    session.course.is_published = False
    session.course.save()
    assert search.find("safeguarding", user=AnonymousUser()).total == 0


def test_work_list_shows_the_week_open_registers_and_full_dates(officer):
    factories.session(days_ahead=3)
    full = factories.session(factories.course("Full"), capacity=1)
    for person in factories.people(2):
        factories.booked(full, person)
    factories.past(factories.session(factories.course("Over")))
    titles = [(line.title, line.count) for line in work_list.lines(officer)]
    assert titles == [
        ("Basic safeguarding children", None),
        ("Registers to complete", 1),
        ("Full sessions with people waiting", 1),
    ]


def test_work_list_is_empty_for_others(practitioner):
    factories.session(days_ahead=3)
    assert work_list.lines(practitioner) == []


def test_export_gives_own_bookings_with_their_history(practitioner):
    factories.booked(factories.session(), practitioner.person, needs="Hearing loop")
    factories.booked(factories.session(), factories.people(1)[0])
    [row] = personal.export(practitioner)
    assert (row["course"], row["what to arrange"]) == ("Basic safeguarding children", "Hearing loop")
    assert row["history"].startswith("Place booked on ")


def test_erase_gives_coming_places_back_and_keeps_attendance(practitioner):
    attended = factories.booked(factories.session(), practitioner.person)
    register.keep(factories.past(attended.session), marks={attended.pk: "attended"}, by=None)
    factories.booked(factories.session(), practitioner.person, needs="Hearing loop")
    assert "given back" in personal.erase(practitioner)
    rows = Booking.objects.order_by("pk").values_list("status", "needs", "job_title")
    assert list(rows) == [("attended", "", ""), ("cancelled", "", "")]
    assert Delivery.objects.filter(message__kind="training.booking_cancelled").count() == 1


def test_erase_of_nothing_says_so(practitioner):
    assert personal.erase(practitioner) == "You have no bookings."
