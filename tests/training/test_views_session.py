import pytest
from django.urls import reverse

from governance.models import Membership
from portal.accounts import roles
from tests import factories as world
from tests.training import factories
from training.models import Booking

pytestmark = pytest.mark.django_db
READY = {"there": "on", "needs": "A seat near the door"}


@pytest.fixture
def session(partnership):
    return factories.session()


def book_url(session) -> str:
    return reverse("training:session_book", args=[session.pk])


def test_session_shows_a_visitor_the_way_to_sign_in(client, session):
    page = client.get(session.get_absolute_url())
    assert page.status_code == 200
    assert f"?next={session.get_absolute_url()}" in page.text
    assert "3 places left" in page.text


def test_session_in_preparation_is_not_found(client, partnership):
    assert client.get(factories.session(state="draft").get_absolute_url()).status_code == 404


def test_session_of_an_unpublished_course_is_not_found(client, partnership):
    session = factories.session(factories.course("Hidden", is_published=False))
    assert client.get(session.get_absolute_url()).status_code == 404


def test_session_in_preparation_is_seen_by_its_trainer_and_the_officer(client, officer, partnership):
    session = factories.session(state="draft")
    trainer = world.user(roles.TRAINER)
    session.trainers.add(trainer.person)
    for user in (trainer, officer):
        client.force_login(user)
        assert client.get(session.get_absolute_url()).status_code == 200


def test_session_that_is_past_or_cancelled_says_so(client, practitioner):
    client.force_login(practitioner)
    past, cancelled = factories.past(factories.session()), factories.session(state="cancelled")
    assert "already started" in client.get(past.get_absolute_url()).text
    assert "This session is cancelled" in client.get(cancelled.get_absolute_url()).text


def test_session_shows_the_meeting_link_to_who_has_a_place_alone(client, practitioner):
    session = factories.session(mode="virtual", meeting_link="https://meet.example/secret", capacity=1)
    assert "meet.example" not in client.get(session.get_absolute_url()).text
    client.force_login(practitioner)
    assert "meet.example" not in client.get(session.get_absolute_url()).text
    factories.booked(session, practitioner.person)
    assert "meet.example/secret" in client.get(session.get_absolute_url()).text


def test_session_shows_who_waits_the_place_in_the_queue(client, practitioner, session):
    for person in factories.people(4):
        factories.booked(session, person)
    factories.booked(session, practitioner.person)
    client.force_login(practitioner)
    page = client.get(session.get_absolute_url()).text
    assert "You are on the waiting list" in page
    assert "2nd" in page and "of 2 waiting, 3 places" in page


def test_session_book_books_the_place(client, practitioner, session):
    client.force_login(practitioner)
    page = client.post(book_url(session), READY, follow=True)
    assert page.redirect_chain == [(session.get_absolute_url(), 302)]
    assert "Your place is booked. We have sent you a calendar file." in page.text
    booking = Booking.objects.get()
    assert (booking.person.user, booking.needs, booking.status) == (practitioner, READY["needs"], "confirmed")


def test_session_book_twice_keeps_one_booking(client, practitioner, session):
    client.force_login(practitioner)
    for _ in range(2):
        assert client.post(book_url(session), READY).status_code == 302
    assert Booking.objects.count() == 1


def test_session_book_when_full_joins_the_waiting_list(client, practitioner, session):
    for person in factories.people(3):
        factories.booked(session, person)
    client.force_login(practitioner)
    assert "Join the waiting list" in client.get(session.get_absolute_url()).text
    page = client.post(book_url(session), READY, follow=True)
    assert "You are on the waiting list at place 1" in page.text


def test_session_book_without_the_tick_keeps_what_was_typed(client, practitioner, session):
    client.force_login(practitioner)
    page = client.post(book_url(session), {"needs": "Hearing loop, please"})
    assert page.status_code == 422
    assert "Tick to say that you can be there from start to end" in page.text
    assert "<title>Error: " in page.text
    assert "Hearing loop, please" in page.text
    assert not Booking.objects.exists()


def test_session_book_of_a_past_session_says_why(client, practitioner, session):
    factories.past(session)
    client.force_login(practitioner)
    page = client.post(book_url(session), READY)
    assert page.status_code == 422
    assert "already started" in page.text


def test_session_book_of_a_volunteer_who_waits_for_approval_says_why(client, partnership, session):
    user = world.user(email="vol@rivermouth.example")
    Membership.objects.filter(person__user=user).update(agency=None, status="claimed", basis="")
    client.force_login(user)
    page = client.post(book_url(session), READY)
    assert page.status_code == 422
    assert "waiting for approval" in page.text


def test_session_book_asks_a_visitor_to_sign_in(client, session):
    page = client.post(book_url(session), READY)
    assert page.status_code == 302
    assert page.url.startswith(reverse("account_login"))


def test_session_book_leads_back_to_the_session_after_signing_in(client, practitioner, session):
    client.force_login(practitioner)
    assert client.get(book_url(session)).url == session.get_absolute_url()


def test_session_book_needs_the_permission(client, practitioner, session):
    practitioner.groups.clear()
    client.force_login(practitioner)
    assert client.post(book_url(session), READY).status_code == 403


def test_session_book_of_an_unknown_session_is_not_found(client, practitioner):
    client.force_login(practitioner)
    assert client.post(reverse("training:session_book", args=[9999]), READY).status_code == 404
