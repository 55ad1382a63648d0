from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.mail.models import Delivery
from tests.training import factories
from training.models import Booking, Course, Session

pytestmark = pytest.mark.django_db
SESSIONS = reverse("admin:training_session_changelist")


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


def form_of(session: Session | None = None, **fields) -> dict:
    """What the admin's form of a session posts."""
    day = session.days.get() if session else None
    when = day.date if day else timezone.localdate() + timedelta(days=40)
    values = {
        "course": session.course_id if session else factories.course().pk,
        "state": "open",
        "mode": "in_person",
        "capacity": session.capacity if session else 12,
        "venue_name": "Community hub",
        "venue_town": "Quayside",
        "days-TOTAL_FORMS": 1,
        "days-INITIAL_FORMS": 1 if day else 0,
        "days-0-id": day.pk if day else "",
        "days-0-session": session.pk if session else "",
        "days-0-date": when.isoformat(),
        "days-0-start": "09:30",
        "days-0-end": "12:00",
        "bookings-TOTAL_FORMS": 0,
        "bookings-INITIAL_FORMS": 0,
    }
    return {**values, **fields}


def change_url(session: Session) -> str:
    return reverse("admin:training_session_change", args=[session.pk])


@pytest.mark.parametrize("name", ["course", "session", "booking"])
def test_admin_pages_open(desk, name):
    booking = factories.booked(factories.session(), factories.people(1)[0])
    pk = {"course": booking.session.course_id, "session": booking.session_id, "booking": booking.pk}[name]
    for url in (
        reverse(f"admin:training_{name}_changelist") + "?q=safe",
        reverse(f"admin:training_{name}_add"),
        reverse(f"admin:training_{name}_change", args=[pk]),
    ):
        assert desk.get(url).status_code == 200


@pytest.mark.parametrize("name", ["course", "session"])
def test_admin_history_opens(desk, name):
    session = factories.session()
    pk = {"course": session.course_id, "session": session.pk}[name]
    assert desk.get(reverse(f"admin:training_{name}_history", args=[pk])).status_code == 200


@pytest.mark.parametrize(("when", "expected"), [("coming", 1), ("past", 1), ("unmarked", 1), ("waiting", 0)])
def test_admin_lists_sessions_by_when(desk, when, expected):
    factories.session()
    factories.past(factories.session(factories.course("Over")))
    assert desk.get(SESSIONS, {"when": when}).context["cl"].result_count == expected


def test_admin_adds_a_session_with_its_days(desk):
    assert desk.post(reverse("admin:training_session_add"), form_of()).status_code == 302
    session = Session.objects.get()
    assert session.starts_at == session.days.get().starts_at


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"days-0-end": "09:00"}, "A day must end after it starts."),
        ({"days-0-date": ""}, "This field is required."),
        ({"days-TOTAL_FORMS": 0}, "A session needs at least one day."),
        ({"capacity": 0}, "At least one."),
        ({"state": "cancelled"}, "Use the action"),
        ({"state": "done"}, "register is complete"),
    ],
)
def test_admin_refuses_a_session_that_can_not_be(desk, fields, sentence):
    page = desk.post(reverse("admin:training_session_add"), form_of(**fields))
    assert page.status_code == 422
    assert sentence in page.text
    assert not Session.objects.exists()


def test_admin_warns_of_a_session_in_the_past(desk):
    page = desk.post(reverse("admin:training_session_add"), form_of(**{"days-0-date": "2024-05-01"}), follow=True)
    assert "starts in the past" in page.text


def test_admin_tells_everybody_when_the_day_changes(desk):
    session = factories.session()
    factories.booked(session, factories.people(1)[0])
    later = (timezone.localdate() + timedelta(days=60)).isoformat()
    page = desk.post(change_url(session), form_of(session, **{"days-0-date": later}), follow=True)
    assert "1 person was told of the change." in page.text
    assert Delivery.objects.filter(message__kind="training.session_changed").count() == 1
    session.refresh_from_db()
    assert (session.sequence, session.first_day.isoformat()) == (1, later)


def test_admin_tells_nobody_when_only_the_doors_change(desk):
    session = factories.session()
    factories.booked(session, factories.people(1)[0])
    desk.post(change_url(session), form_of(session, doors="9:15am"))
    assert Delivery.objects.count() == 1


def test_admin_moves_people_up_when_there_are_more_places(desk):
    session = factories.session(capacity=1)
    for person in factories.people(2):
        factories.booked(session, person)
    desk.post(change_url(session), form_of(session, capacity=2))
    assert session.bookings.confirmed().count() == 2


@pytest.mark.parametrize(
    ("fields", "sentence"), [({"capacity": 1}, "2 places are taken"), ({"state": "draft"}, "cancel it instead")]
)
def test_admin_refuses_what_would_turn_people_away(desk, fields, sentence):
    session = factories.session()
    for person in factories.people(2):
        factories.booked(session, person)
    assert sentence in desk.post(change_url(session), form_of(session, **fields)).text


def test_admin_cancel_action_asks_first_and_then_tells_everybody(desk):
    session = factories.session()
    factories.booked(session, factories.people(1)[0])
    page = desk.post(SESSIONS, {"action": "cancel_sessions", "_selected_action": [session.pk]}, follow=True)
    assert "1 person is told by email" in page.text
    [(url, _)] = page.redirect_chain
    refused = desk.post(url, {"reason": ""})
    assert refused.status_code == 422 and "Say why" in refused.text
    done = desk.post(url, {"reason": "The trainer is ill."}, follow=True)
    assert "1 session cancelled" in done.text
    session.refresh_from_db()
    assert session.state == Session.State.CANCELLED


def test_admin_cancel_page_of_nothing_to_cancel_says_so(desk):
    url = reverse("admin:training_session_cancel")
    assert "None of the sessions" in desk.get(url, {"ids": "1,x,99"}).text


def test_admin_adds_a_booking_by_the_service(desk):
    session, [person] = factories.session(), factories.people(1)
    desk.post(reverse("admin:training_booking_add"), {"session": session.pk, "person": person.pk, "needs": ""})
    booking = Booking.objects.get()
    assert booking.is_confirmed and booking.agency
    assert Delivery.objects.count() == 1


def test_admin_add_booking_says_why_it_can_not(desk):
    session, [person] = factories.session(state="cancelled"), factories.people(1)
    values = {"session": session.pk, "person": person.pk, "needs": ""}
    page = desk.post(reverse("admin:training_booking_add"), values, follow=True)
    assert "open sessions only" in page.text
    assert not Booking.objects.exists()


def test_admin_gives_a_place_back_after_asking_why(desk):
    booking = factories.booked(factories.session(), factories.people(1)[0])
    url = reverse("admin:training_booking_act", args=[booking.pk, "give-back"])
    assert desk.post(url, {"reason": ""}).status_code == 422
    assert "Cancelled. The person is written to." in desk.post(url, {"reason": "Left the agency"}, follow=True).text
    booking.refresh_from_db()
    assert not booking.is_live
    assert booking.events.last().reason == "Left the agency"


def test_admin_takes_somebody_off_the_waiting_list(desk):
    session = factories.session(capacity=1)
    _, waiting = [factories.booked(session, person) for person in factories.people(2)]
    desk.post(reverse("admin:training_booking_act", args=[waiting.pk, "give-back"]), {"reason": "Asked by phone"})
    waiting.refresh_from_db()
    assert (waiting.status, waiting.position) == ("cancelled", None)


def test_admin_cancels_one_session_from_its_page(desk):
    session = factories.session()
    assert "Cancel this session" in desk.get(change_url(session)).text
    url = reverse("admin:training_session_act", args=[session.pk, "cancel"])
    page = desk.post(url, {"reason": "The trainer is ill."}, follow=True)
    assert "The session is cancelled." in page.text
    assert "Cancel this session" not in desk.get(change_url(session)).text


def test_admin_never_deletes_bookings_or_sessions_with_them(desk):
    booking = factories.booked(factories.session(), factories.people(1)[0])
    assert desk.get(reverse("admin:training_booking_delete", args=[booking.pk])).status_code == 403
    assert desk.get(reverse("admin:training_session_delete", args=[booking.session_id])).status_code == 403


def test_admin_saves_a_course_into_search_with_its_priorities(desk):
    course = factories.course()
    data = {"title": course.title, "code": course.code, "slug": course.slug, "summary": "New", "is_published": "on"}
    data |= {"strand": "practice", "level": "basic", "delivery": "in_person", "description": "<p>Text</p>"}
    assert desk.post(reverse("admin:training_course_change", args=[course.pk]), data).status_code == 302
    assert Course.objects.get().summary == "New"


@pytest.mark.parametrize("name", ["course", "session", "booking"])
def test_admin_is_closed_to_practitioners(client, practitioner, name):
    client.force_login(practitioner)
    assert client.get(reverse(f"admin:training_{name}_changelist")).status_code == 302
