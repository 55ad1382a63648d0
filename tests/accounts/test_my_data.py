import json

import pytest
from django.urls import reverse

from governance.models import Membership, Person, SeatHolding
from governance.models.groups import Group, Seat
from portal import registry
from portal.accounts.models import User
from tests import factories
from tests.training import factories as training
from training.models import Booking


@pytest.fixture(autouse=True)
def factor_off(settings):
    settings.MFA_REQUIRED = False


@pytest.fixture
def signed_in(client, practitioner):
    client.post(reverse("account_login"), {"login": practitioner.email, "password": factories.PASSWORD})
    return client


@pytest.fixture
def sure(signed_in):
    signed_in.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    return signed_in


def test_my_data_shows_every_shelf(signed_in):
    page = signed_in.get(reverse("accounts:my_data")).content.decode()
    for record in registry.personal_records:
        assert record.title in page
    assert "practitioner@rivermouth.example" in page
    assert "Rivermouth Hospital" in page


def test_my_data_needs_a_login(client, partnership):
    assert client.get(reverse("accounts:my_data")).status_code == 302


def test_my_data_export(signed_in):
    response = signed_in.get(reverse("accounts:my_data_export"))
    assert response["Content-Disposition"] == 'attachment; filename="my-data-practitioner.json"'
    records = json.loads(response.content)["records"]
    assert records["Your account"][0]["Email address"] == "practitioner@rivermouth.example"
    assert records["Where you work and sit"][1]["Agency"] == "Rivermouth Hospital"


def test_my_data_export_holds_no_secret(signed_in, practitioner, with_app):
    app = with_app(practitioner)
    text = signed_in.get(reverse("accounts:my_data_export")).content.decode()
    assert app.secret not in text
    assert practitioner.password not in text
    assert signed_in.session.session_key not in text


def test_my_data_erase_asks_for_the_password(signed_in, practitioner):
    response = signed_in.post(reverse("accounts:my_data_erase"))
    assert response["Location"].startswith(reverse("account_reauthenticate"))
    practitioner.refresh_from_db()
    assert practitioner.is_active


def test_my_data_erase_says_what_goes_and_what_stays(sure):
    page = sure.get(reverse("accounts:my_data_erase")).content.decode()
    assert "What goes" in page
    assert "What stays" in page


def test_my_data_erase(sure, practitioner):
    page = sure.post(reverse("accounts:my_data_erase"))
    assert "Your account is closed" in page.content.decode()
    assert "_auth_user_id" not in sure.session
    row = User.objects.get(pk=practitioner.pk)
    assert (row.email, row.name, row.is_active) == (f"erased-{row.pk}@erased.invalid", "Erased account", False)
    assert not row.has_usable_password()
    assert not row.groups.exists()
    assert not row.emailaddress_set.exists()


def test_my_data_erase_frees_the_address(client, sure, practitioner):
    sure.post(reverse("accounts:my_data_erase"))
    assert User.objects.create_user("practitioner@rivermouth.example", "x", name="Again").pk


def test_my_data_erase_reaches_the_history(sure, practitioner):
    person = practitioner.person
    person.name = "Prudence Practitioner"
    person.save()
    sure.post(reverse("accounts:my_data_erase"))
    assert not Person.history.filter(name__contains="Pr").exists()
    assert not Membership.history.filter(job_title="Nurse").exists()


def test_my_data_erase_keeps_the_name_with_an_office(sure, practitioner):
    group = Group.objects.create(name="Executive", slug="executive", kind=Group.Kind.EXECUTIVE)
    seat = Seat.objects.create(group=group, role="Named nurse")
    SeatHolding.objects.create(seat=seat, person=practitioner.person)
    page = sure.post(reverse("accounts:my_data_erase")).content.decode()
    assert "Your name stays with the offices you held" in page
    person = seat.holdings.get().person
    assert (person.name, person.email, person.user) == ("Practitioner", "", None)


def test_my_data_erase_is_refused_to_who_runs_the_portal(client, officer):
    client.post(reverse("account_login"), {"login": officer.email, "password": factories.PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    response = client.post(reverse("accounts:my_data_erase"))
    assert response.status_code == 403
    assert "Ask a colleague" in response.content.decode()
    officer.refresh_from_db()
    assert officer.is_active


def test_my_data_erase_reaches_what_hangs_on_the_person(sure, practitioner):
    """Upper rooms find their rows by the person: they erase before the person is taken from the account."""
    session = training.session()
    training.booked(session, practitioner.person)
    sure.post(reverse("accounts:my_data_erase"))
    booking = session.bookings.get()
    assert booking.person.name == "Former practitioner"
    assert booking.status == Booking.Status.CANCELLED
