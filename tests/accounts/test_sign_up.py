import pytest
from django.urls import reverse

from governance.models import Membership
from portal.accounts import roles
from portal.accounts.models import User
from tests import factories

ADDRESS = "nia.new@hospital.example"


@pytest.fixture
def hospital(partnership):
    return factories.agency(email_domains="hospital.example")


@pytest.fixture
def sign_up(client, hospital):
    def sign_up(**answers):
        given = {
            "name": "Nia New",
            "email": ADDRESS,
            "password1": "three words do it",
            "agency": hospital.pk,
            "job_title": "Health visitor",
            "reason": "",
        }
        return client.post(reverse("account_signup"), {**given, **answers})

    return sign_up


def confirm(client, letters, address=ADDRESS):
    return client.post(letters.path_to(address))


def errors_of(response) -> dict:
    assert response.status_code == 422
    return response.context["form"].errors


def test_signup_page_shows_agencies_by_sector(client, hospital):
    page = client.get(reverse("account_signup")).content.decode()
    assert '<optgroup label="Health">' in page
    assert "belong to none of these" in page


def test_signup_claims_a_workplace_and_gives_the_role(sign_up, hospital):
    response = sign_up()
    assert response["Location"] == reverse("account_email_verification_sent")
    user = User.objects.get(email=ADDRESS)
    membership = user.person.memberships.get()
    assert (user.name, membership.agency, membership.job_title) == ("Nia New", hospital, "Health visitor")
    assert membership.status == Membership.Status.CLAIMED
    assert roles.roles_of(user) == [roles.PRACTITIONER]
    assert not user.is_staff


def test_signup_lets_nobody_in_before_the_address_is_confirmed(client, sign_up, letters):
    sign_up()
    response = client.post(reverse("account_login"), {"login": ADDRESS, "password": "three words do it"})
    assert response["Location"] == reverse("account_email_verification_sent")
    assert client.get(reverse("accounts:my_data")).status_code == 302


def test_confirm_email_at_the_domain_of_the_agency_confirms_the_workplace(client, sign_up, letters):
    sign_up()
    assert letters.subject_to(ADDRESS) == "Confirm your email address"
    confirm(client, letters)
    membership = Membership.objects.get(person__user__email=ADDRESS)
    assert (membership.status, membership.basis) == ("confirmed", "domain")


def test_confirm_email_elsewhere_leaves_the_claim(client, sign_up, letters):
    sign_up(email="nia@home.example")
    confirm(client, letters, "nia@home.example")
    assert Membership.objects.get(person__user__email="nia@home.example").status == Membership.Status.CLAIMED


def test_confirm_email_is_not_done_by_following_the_link_alone(client, sign_up, letters):
    """Scanners of mail follow links; only the button confirms."""
    sign_up()
    page = client.get(letters.path_to(ADDRESS))
    assert "Yes, confirm it" in page.content.decode()
    assert not User.objects.get(email=ADDRESS).emailaddress_set.get().verified


@pytest.mark.parametrize("method", ["get", "post"])
def test_confirm_email_with_an_expired_link_says_how_to_get_a_new_one(client, sign_up, letters, settings, method):
    sign_up()
    settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = -1
    page = getattr(client, method)(letters.path_to(ADDRESS))
    assert page.status_code == 410
    assert "a new link is sent to you at once" in page.content.decode()
    assert not User.objects.get(email=ADDRESS).emailaddress_set.get().verified


def test_confirm_email_with_a_made_up_link(client, partnership):
    assert client.get("/account/confirm-email/Mw:made-up:up/").status_code == 410


@pytest.mark.parametrize("agency", ["999999", "none; drop table", "", "-1"])
def test_signup_with_unknown_agency_is_an_error_by_the_field(sign_up, agency):
    response = sign_up(agency=agency)
    assert set(errors_of(response)) == {"agency"}
    assert response.context["form"]["job_title"].value() == "Health visitor"
    assert "Error: Create an account" in response.content.decode()
    assert not User.objects.exists()


def test_signup_with_a_closed_agency_is_an_error_by_the_field(sign_up):
    closed = factories.agency("Old clinic", closed_on="2020-01-01")
    assert set(errors_of(sign_up(agency=closed.pk))) == {"agency"}


def test_signup_without_agency_needs_a_reason(sign_up):
    assert set(errors_of(sign_up(agency="none"))) == {"reason"}


def test_signup_without_agency_waits_for_approval(client, sign_up, letters, officer):
    sign_up(agency="none", reason="Childminder in Rivermouth", job_title="Childminder")
    confirm(client, letters)
    client.post(reverse("account_login"), {"login": ADDRESS, "password": "three words do it"})
    user = User.objects.get(email=ADDRESS)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert roles.roles_of(user) == []
    assert not user.has_perm("training.book_place")


@pytest.mark.parametrize("password", ["short", "telechargement", "nia.new@hospital"])
def test_signup_with_a_weak_password(sign_up, password):
    assert set(errors_of(sign_up(password1=password))) == {"password1"}


def test_signup_with_a_known_address_tells_only_its_owner(client, sign_up, letters, practitioner):
    response = sign_up(email=practitioner.email.upper())
    assert response["Location"] == reverse("account_email_verification_sent")
    assert letters.subject_to(practitioner.email) == "You have an account already"
    assert User.objects.count() == 1


def test_signup_gives_no_more_than_it_should(sign_up):
    sign_up(is_staff="on", is_superuser="on", roles="business_unit", status="confirmed", is_lead="on")
    user = User.objects.get(email=ADDRESS)
    assert not user.is_staff
    assert not user.is_superuser
    membership = user.person.memberships.get()
    assert (membership.status, membership.is_lead) == ("claimed", False)


def test_signup_letters_lead_to_our_site_whatever_the_host(client, sign_up, letters, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.defaults["HTTP_HOST"] = "evil.example"
    sign_up()
    assert "evil.example" not in letters.to(ADDRESS)
    assert "http://localhost:8000/account/confirm-email/" in letters.to(ADDRESS)


def test_signup_is_limited_per_visitor(client, sign_up, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "signup": "2/m/ip"}
    statuses = [sign_up(email=f"n{n}@hospital.example").status_code for n in range(3)]
    assert statuses == [302, 302, 429]
