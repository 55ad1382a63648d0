from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from portal.accounts import roles
from portal.accounts.models import User
from tests import factories
from tests.accounts.identity_provider import IdentityProvider

LOGIN = "/account/oidc/work/login/"


@pytest.fixture
def provider(settings, partnership):
    provider = IdentityProvider()
    settings.OIDC_DOMAINS = ["hospital.example"]
    app = {"provider_id": "work", "name": "Hospital account", "client_id": "portal", "secret": "s"}
    app["settings"] = {"server_url": provider.issuer, "oauth_pkce_enabled": True}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield provider
    provider.stop()


@pytest.fixture
def come_back(client, provider):
    """Go to the provider by the button and come back as whoever its claims say."""

    def come_back(**claims):
        provider.claims.update(claims)
        there = urlsplit(client.post(LOGIN)["Location"])
        assert f"{there.scheme}://{there.netloc}" == provider.issuer
        answer = {"code": "c", "state": parse_qs(there.query)["state"][0]}
        return client.get("/account/oidc/work/login/callback/", answer)

    return come_back


def user_of(client) -> User | None:
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()


def account(email="nia@hospital.example", role=roles.PRACTITIONER, verified=True) -> User:
    user = factories.user(role, email=email)
    user.emailaddress_set.update(verified=verified)
    return user


def test_off_by_default(client, partnership):
    assert client.post(LOGIN).status_code == 404
    assert client.get("/account/oidc/work/login/callback/").status_code == 404
    assert "account/oidc" not in client.get(reverse("account_login")).content.decode()


def test_other_providers_are_unknown(client, provider):
    from allauth.socialaccount.models import SocialApp

    SocialApp.objects.create(provider="openid_connect", provider_id="other", name="Other", client_id="x", settings={})
    assert client.post("/account/oidc/other/login/").status_code == 404
    assert "Other" not in client.get(reverse("account_login")).content.decode()


def test_button_stands_on_the_sign_in_page(client, provider):
    assert "Sign in with Hospital account" in client.get(reverse("account_login")).content.decode()


@pytest.mark.parametrize("email", ["nia@elsewhere.example", "nia@evil-hospital.example", "nia@a.hospital.example"])
def test_other_domains_are_refused(client, come_back, email):
    page = come_back(email=email)
    assert page.status_code == 403
    assert "not set up for your email address" in page.content.decode()
    assert user_of(client) is None


@pytest.mark.parametrize("verified", [False, "", None])
def test_unverified_addresses_are_refused(client, come_back, verified):
    account()
    page = come_back(email_verified=verified)
    assert page.status_code == 403
    assert "has not confirmed your email address" in page.content.decode()
    assert user_of(client) is None


def test_no_address_is_refused(come_back):
    assert come_back(email="").status_code == 403


def test_new_person_says_where_they_work(client, come_back):
    hospital = factories.agency(email_domains="hospital.example")
    assert come_back()["Location"] == reverse("socialaccount_signup")
    assert user_of(client) is None
    form = client.get(reverse("socialaccount_signup")).context["form"]
    assert form["name"].value() == "Nia New"
    answers = {"name": "Nia New", "email": "nia@hospital.example", "agency": hospital.pk, "job_title": "Nurse"}
    client.post(reverse("socialaccount_signup"), answers)
    user = user_of(client)
    assert user.email == "nia@hospital.example"
    assert roles.roles_of(user) == [roles.PRACTITIONER]
    assert user.person.memberships.get().basis == "domain"
    assert not user.has_usable_password()


def test_account_of_the_same_confirmed_address_is_connected(client, come_back):
    user = account()
    come_back()
    assert user_of(client) == user
    assert user.socialaccount_set.count() == 1


def test_account_with_an_unconfirmed_address_is_not_handed_over(client, come_back):
    """Somebody may have signed up with this address and a password of their own before its owner came."""
    account(verified=False)
    come_back()
    assert user_of(client) is None


def test_account_that_enters_the_admin_is_not_handed_over(client, come_back):
    account(role=roles.BUSINESS_UNIT)
    come_back()
    assert user_of(client) is None


def test_second_factor_is_asked_for_all_the_same(client, come_back, with_app):
    with_app(account(role=roles.EXECUTIVE))
    assert come_back()["Location"] == reverse("mfa_authenticate")
    assert user_of(client) is None


def test_answer_without_our_state_is_refused(client, provider):
    account()
    client.get("/account/oidc/work/login/callback/", {"code": "c", "state": "made up"})
    assert user_of(client) is None
