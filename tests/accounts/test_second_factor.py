import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from portal.accounts import roles
from portal.accounts.middleware import lacks_second_factor
from portal.accounts.models import User
from tests import factories
from tests.accounts.conftest import App

NEEDS = [key for key, role in roles.TABLE.items() if role.needs_second_factor]


@pytest.fixture(autouse=True)
def required(settings):
    settings.MFA_REQUIRED = True


def sign_in(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": factories.PASSWORD})


def set_up(client) -> App:
    """What a person does on the page: scan, type the six digits."""
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    app = App(re.search(r"<code>([A-Z2-7]+)</code>", page).group(1))
    client.post(reverse("mfa_activate_totp"), {"code": app.code()})
    return app


@pytest.mark.parametrize("role", NEEDS)
@pytest.mark.parametrize("page", ["pages:home", "pages:executive", "admin:index", "pages:my_page"])
def test_roles_that_need_a_factor_set_it_up_first(client, partnership, role, page):
    client.force_login(factories.user(role))
    assert client.get(reverse(page))["Location"] == reverse("mfa_index")


def test_superuser_sets_it_up_first(client, partnership):
    client.force_login(User.objects.create_superuser("root@rivermouth.example", factories.PASSWORD, name="Root"))
    assert client.get(reverse("admin:index"))["Location"] == reverse("mfa_index")


def test_posts_are_stopped_too(client, executive):
    client.force_login(executive)
    assert client.post(reverse("pages:feedback"), {})["Location"] == reverse("mfa_index")


@pytest.mark.parametrize("name", ["mfa_index", "mfa_activate_totp", "account_logout", "usersessions_list"])
def test_account_pages_stay_open(client, executive, name):
    client.force_login(executive)
    assert client.get(reverse(name), follow=True).status_code == 200


def test_the_way_there_says_why(client, executive):
    client.force_login(executive)
    assert "Your role needs a second step" in client.get(reverse("pages:home"), follow=True).content.decode()


def test_others_need_none(client, practitioner):
    client.force_login(practitioner)
    assert client.get(reverse("pages:my_page")).status_code == 200
    assert not lacks_second_factor(AnonymousUser())


def test_switched_off_it_says_so(client, settings, executive):
    settings.MFA_REQUIRED = False
    client.force_login(executive)
    assert client.get(reverse("pages:my_page")).status_code == 200
    assert "Second step switched off" in client.get(reverse("mfa_index")).content.decode()


@pytest.mark.django_db(transaction=True)
def test_totp_from_set_up_to_the_next_sign_in(client, executive, letters):
    sign_in(client, executive)
    app = set_up(client)
    assert client.get(reverse("pages:my_page")).status_code == 200
    assert "authenticator app was set up" in letters.to(executive.email)

    later = Client()
    assert sign_in(later, executive)["Location"] == reverse("mfa_authenticate")
    assert later.get(reverse("pages:my_page"))["Location"].startswith(reverse("account_login"))
    code = app.code()
    assert (
        later.post(reverse("mfa_authenticate"), {"code": "000000" if code != "000000" else "111111"}).status_code == 200
    )
    assert later.get(reverse("pages:my_page")).status_code == 302
    Authenticator.objects.filter(user=executive)
    later.post(reverse("mfa_authenticate"), {"code": code})
    assert later.get(reverse("pages:my_page")).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_sessions_from_before_the_factor_end(client, executive):
    older = Client()
    sign_in(older, executive)
    older.get(reverse("mfa_index"))
    sign_in(client, executive)
    set_up(client)
    assert older.get(reverse("pages:my_page"))["Location"].startswith(reverse("account_login"))


def test_code_by_email_does_not_get_past_the_factor(client, executive, with_app, letters):
    with_app(executive)
    client.post(reverse("account_request_login_code"), {"email": executive.email})
    code = letters._delivery(executive.email).slots["code"]
    response = client.post(reverse("account_confirm_login_code"), {"code": code})
    assert response["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


def test_guessing_codes_is_limited(client, executive, with_app):
    app = with_app(executive)
    sign_in(client, executive)
    wrong = "000000" if app.code() != "000000" else "111111"
    for _ in range(10):
        client.post(reverse("mfa_authenticate"), {"code": wrong})
    client.post(reverse("mfa_authenticate"), {"code": app.code()})
    assert "_auth_user_id" not in client.session


def test_recovery_code_works_once(client, executive, with_app):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    with_app(executive)
    code = RecoveryCodes.activate(executive).get_unused_codes()[0]
    sign_in(client, executive)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.session["_auth_user_id"] == str(executive.pk)
    again = Client()
    sign_in(again, executive)
    again.post(reverse("mfa_authenticate"), {"code": code})
    assert "_auth_user_id" not in again.session


def test_recovery_codes_alone_are_no_factor(executive):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    RecoveryCodes.activate(executive)
    assert lacks_second_factor(executive)


def test_secret_is_not_kept_in_the_clear(executive, with_app, settings):
    app = with_app(executive)
    row = Authenticator.objects.get(user=executive)
    assert app.secret not in str(row.data)
    # After a change of SECRET_KEY the old one, kept as fallback, still reads it.
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new key altogether"
    assert row.wrap().validate_code(app.code())


def test_picture_to_scan_names_the_partnership(client, practitioner):
    client.force_login(practitioner)
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    assert "issuer=Rivermouth%20Safeguarding" in page.context["totp_url"]
    assert 'src="data:image/svg+xml' in page.content.decode()


@pytest.mark.parametrize("name", ["accounts:my_data", "accounts:my_data_export", "accounts:my_data_erase"])
def test_what_is_held_of_a_person_comes_after_the_second_factor(client, executive, name):
    client.force_login(executive)
    assert client.get(reverse(name))["Location"] == reverse("mfa_index")
