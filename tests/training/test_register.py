import pytest

from portal.mail.models import Delivery
from tests.training import factories
from training.errors import TrainingError
from training.models import BookingEvent, Session
from training.services import register

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(partnership):
    session = factories.session()
    for person in factories.people(4):
        factories.booked(session, person)
    return factories.past(session)


def marks(session, *statuses):
    return dict(zip(session.bookings.seated().order_by("pk").values_list("pk", flat=True), statuses, strict=False))


def test_keep_marks_who_came_and_finishes_the_session(session, officer):
    changed = register.keep(session, marks=marks(session, "attended", "attended", "did_not_attend"), by=officer)
    session.refresh_from_db()
    assert changed == 3
    assert session.state == Session.State.DONE
    assert session.bookings.attended().count() == 2
    event = session.bookings.attended().first().events.last()
    assert (event.kind, event.by) == (BookingEvent.Kind.ATTENDED, officer)


def test_keep_twice_changes_nothing(session):
    kept = marks(session, "attended", "attended", "attended")
    register.keep(session, marks=kept, by=None)
    assert register.keep(session, marks=kept, by=None) == 0
    assert BookingEvent.objects.filter(kind="attended").count() == 3


def test_keep_takes_a_mark_back_and_reopens_the_session(session):
    register.keep(session, marks=marks(session, "attended", "attended", "attended"), by=None)
    register.keep(session, marks=marks(session, "confirmed"), by=None)
    session.refresh_from_db()
    assert session.state == Session.State.OPEN
    assert session.bookings.confirmed().count() == 1


def test_keep_passes_over_who_only_waited_and_mails_nobody(session):
    waiting = session.bookings.waiting().get()
    mails = Delivery.objects.count()
    assert register.keep(session, marks={waiting.pk: "attended"}, by=None) == 0
    assert Delivery.objects.count() == mails


def test_keep_refuses_before_the_session_starts(partnership):
    with pytest.raises(TrainingError, match="opens when the session starts"):
        register.keep(factories.session(), marks={}, by=None)


def test_keep_refuses_a_cancelled_session(partnership):
    with pytest.raises(TrainingError, match="not open"):
        register.keep(factories.session(state="cancelled"), marks={}, by=None)
