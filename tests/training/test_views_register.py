import pytest
from django.urls import reverse

from portal.accounts import roles
from tests import factories as world
from tests.training import factories
from training.models import Booking

pytestmark = pytest.mark.django_db
MINE = reverse("training:my_sessions")


@pytest.fixture
def trainer(partnership):
    return world.user(roles.TRAINER)


@pytest.fixture
def session(trainer):
    session = factories.session()
    session.trainers.add(trainer.person)
    for person in factories.people(2):
        factories.booked(session, person, needs="Hearing loop")
    return session


def url(session) -> str:
    return reverse("training:session_register", args=[session.pk])


def test_session_register_before_the_day_is_a_list(client, trainer, session):
    client.force_login(trainer)
    page = client.get(url(session))
    assert "Person 000" in page.text and "Hearing loop" in page.text
    assert "Save the register" not in page.text


def test_session_register_keeps_who_came(client, trainer, session):
    factories.past(session)
    client.force_login(trainer)
    first, second = session.bookings.order_by("pk")
    marks = {f"mark_{first.pk}": "attended", f"mark_{second.pk}": "did_not_attend"}
    page = client.post(url(session), marks, follow=True)
    assert "Saved: 2 marks changed." in page.text
    assert list(session.bookings.order_by("pk").values_list("status", flat=True)) == ["attended", "did_not_attend"]


def test_session_register_refuses_a_mark_that_is_none(client, trainer, session):
    factories.past(session)
    client.force_login(trainer)
    page = client.post(url(session), {f"mark_{session.bookings.first().pk}": "waiting"})
    assert page.status_code == 422
    assert not Booking.objects.attended().exists()


def test_session_register_before_the_day_refuses_marks(client, trainer, session):
    client.force_login(trainer)
    marks = {f"mark_{booking.pk}": "attended" for booking in session.bookings.all()}
    page = client.post(url(session), marks)
    assert page.status_code == 422
    assert "opens when the session starts" in page.text


def test_session_register_of_another_trainer_is_not_found(client, session):
    client.force_login(world.user(roles.TRAINER, email="other@rivermouth.example"))
    assert client.get(url(session)).status_code == 404
    assert client.post(url(session), {}).status_code == 404


def test_session_register_is_open_to_the_officer(client, officer, session):
    client.force_login(officer)
    assert client.get(url(session)).status_code == 200


def test_session_register_is_closed_to_practitioners(client, practitioner, session):
    client.force_login(practitioner)
    assert client.get(url(session)).status_code == 403


def test_my_sessions_shows_own_sessions_alone(client, trainer, session):
    other, over = factories.session(factories.course("Another")), factories.session(factories.course("Over"))
    over.trainers.add(trainer.person)
    factories.past(over)
    client.force_login(trainer)
    page = client.get(MINE)
    assert (list(page.context["coming"]), list(page.context["unfinished"])) == ([session], [over])
    assert other.course.title not in page.text


def test_my_sessions_is_closed_to_practitioners(client, practitioner):
    client.force_login(practitioner)
    assert client.get(MINE).status_code == 403
