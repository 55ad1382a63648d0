from datetime import date, time

import pytest
from icalendar import Calendar

from tests.training import factories
from training import calendar_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking(partnership):
    days = [(date(2030, 3, 28), time(9, 30), time(16)), (date(2030, 4, 4), time(9, 30), time(12))]
    session = factories.session(days=days, meeting_link="https://meet.example/join", venue_name="", venue_town="")
    return factories.booked(session, factories.people(1)[0])


def test_build_has_one_event_per_day_in_london_time(booking):
    calendar = Calendar.from_ical(calendar_file.build(booking, method=calendar_file.REQUEST))
    assert [event["uid"] for event in calendar.events] == [f"{booking.uid}-1", f"{booking.uid}-2"]
    # Summer time begins on 31 March 2030: the second day's half past nine is another moment in UTC.
    assert [f"{event.start:%d %H:%M %z}" for event in calendar.events] == ["28 09:30 +0000", "04 09:30 +0100"]
    assert [f"{event.end:%H:%M}" for event in calendar.events] == ["16:00", "12:00"]
    assert [str(zone["tzid"]) for zone in calendar.timezones] == ["Europe/London"]


def test_build_says_who_asks_whom_and_where(booking):
    [event, _] = Calendar.from_ical(calendar_file.build(booking, method=calendar_file.REQUEST)).events
    assert str(event["organizer"]) == "mailto:training@rivermouth.example"
    assert str(event["attendee"]) == "mailto:person000@rivermouth.example"
    assert str(event["location"]) == "https://meet.example/join"
    assert str(event["summary"]) == "Basic safeguarding children"


def test_build_cancel_is_newer_than_the_request(booking):
    asked, cancelled = [
        Calendar.from_ical(calendar_file.build(booking, method=method)).events[0]
        for method in (calendar_file.REQUEST, calendar_file.CANCEL)
    ]
    assert cancelled["uid"] == asked["uid"]
    assert cancelled["sequence"] == asked["sequence"] + 1
    assert cancelled["status"] == "CANCELLED"


def test_location_is_on_one_line_without_repeats(partnership):
    session = factories.session(venue_name="Hub", venue_address="1 High Street,\nQuayside", venue_town="Quayside")
    assert calendar_file.location(session) == "Hub, 1 High Street, Quayside"
    session.venue_address = "1 High Street, Quayside"
    assert calendar_file.location(session) == "Hub, 1 High Street, Quayside"
