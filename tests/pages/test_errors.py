import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, override_settings
from django.urls import reverse

from portal.pages.middleware import UnreadableValuesMiddleware
from portal.pages.views import errors


def test_page_not_found_helps(client, partnership):
    response = client.get("/nothing/here/")
    assert response.status_code == 404 and "We cannot find that page" in response.content.decode()


@override_settings(DEBUG=True, DEMO=True)
def test_page_not_found_in_the_demonstration(client, partnership):
    html = client.get("/nothing/here/").content.decode()
    assert "We cannot find that page" in html and "DEBUG = True" not in html


@override_settings(DEBUG=True)
def test_page_not_found_shows_django_while_developing(client, partnership):
    assert "DEBUG = True" in client.get("/nothing/here/").content.decode()


def test_permission_denied_says_why(rf, practitioner):
    request = rf.get("/")
    request.user = practitioner
    response = errors.permission_denied(request, PermissionDenied("Only the board reads this."))
    assert response.status_code == 403 and "Only the board reads this." in response.content.decode()


def test_permission_denied_offers_help(client, practitioner):
    client.force_login(practitioner)
    response = client.get(reverse("pages:executive"))
    assert response.status_code == 403 and practitioner.email in response.content.decode()


def test_csrf_failure_says_nothing_was_changed(partnership):
    response = Client(enforce_csrf_checks=True).post(reverse("pages:feedback"), {"message": "x"})
    assert response.status_code == 403 and "Nothing has been changed" in response.content.decode()


def test_server_error_needs_no_database():
    # No database fixture: a query would fail the test.
    response = errors.server_error(None)
    assert response.status_code == 500 and "Something went wrong on our side" in response.content.decode()


@pytest.mark.django_db
def test_healthz(client):
    assert client.get("/healthz").content == b"ok"


def test_number_that_no_column_holds_is_answered_with_400(client, officer):
    """Django's own lists of dates take whatever year stands in the address."""
    client.force_login(officer)
    response = client.get(reverse("admin:training_session_changelist"), {"starts_at__year": "9" * 20})
    assert response.status_code == 400
    assert "We cannot read that" in response.text


def test_word_where_the_admin_wants_a_number_is_answered_with_400(client, officer):
    client.force_login(officer)
    assert client.post(reverse("admin:training_booking_add"), {"session": "x", "person": "y"}).status_code == 400


def test_other_faults_stay_faults(rf):
    middleware = UnreadableValuesMiddleware(lambda request: None)
    assert middleware.process_exception(rf.get("/"), ValueError("Something else.")) is None
