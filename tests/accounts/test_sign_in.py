import re

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts import roles
from portal.accounts.models import User
from tests import factories


@pytest.fixture
def sign_in(client):
    def sign_in(email, password=factories.PASSWORD, **more):
        return client.post(reverse("account_login"), {"login": email, "password": password, **more})

    return sign_in


def is_in(client, user) -> bool:
    return client.session.get("_auth_user_id") == str(user.pk)


def test_login(client, sign_in, practitioner):
    assert sign_in(practitioner.email.upper())["Location"] == reverse("pages:my_page")
    assert is_in(client, practitioner)


def test_login_goes_nowhere_outside(sign_in, practitioner):
    assert sign_in(practitioner.email, next="https://evil.example/")["Location"] == reverse("pages:my_page")


def test_login_says_the_same_of_unknown_addresses_and_wrong_passwords(sign_in, practitioner):
    wrong, unknown = sign_in(practitioner.email, "not it at all"), sign_in("nobody@rivermouth.example", "not it at all")
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_login_after_many_wrong_passwords_is_locked_and_offers_a_code(sign_in, practitioner):
    statuses = [sign_in(practitioner.email, "not it at all").status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]
    locked = sign_in(practitioner.email)
    assert locked.status_code == 429
    assert "Have a code sent to you" in locked.content.decode()


def test_login_lock_of_one_address_leaves_others(sign_in, practitioner):
    other = factories.user(email="other@rivermouth.example")
    for _ in range(6):
        sign_in(practitioner.email, "not it at all")
    assert sign_in(other.email).status_code == 302


def test_login_is_limited_per_visitor_across_addresses(sign_in, partnership):
    statuses = [sign_in(f"n{n}@rivermouth.example", "spray and pray").status_code for n in range(21)]
    assert statuses == [422] * 20 + [429]


def test_admin_login_is_the_same_throttled_page(client, officer):
    response = client.get(reverse("admin:login"))
    assert response["Location"].startswith(reverse("account_login"))
    answers = [client.post(reverse("admin:login"), {"username": officer.email, "password": "guess"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302] * 3
    statuses = [
        client.post(answers[0]["Location"], {"login": officer.email, "password": "guess"}).status_code for _ in range(6)
    ]
    assert statuses == [422] * 5 + [429]


def test_admin_login_lets_no_right_password_past_the_lock(client, officer):
    for _ in range(6):
        client.post(reverse("account_login"), {"login": officer.email, "password": "guess"})
    client.post(reverse("admin:login"), {"username": officer.email, "password": factories.PASSWORD})
    assert not is_in(client, officer)


def test_login_by_code_works_while_locked(client, sign_in, practitioner, letters):
    for _ in range(6):
        sign_in(practitioner.email, "not it at all")
    client.post(reverse("account_request_login_code"), {"email": practitioner.email})
    code = re.search(r"^([A-Z0-9]+(-[A-Z0-9]+)?)$", letters.to(practitioner.email), re.M).group(1)
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert is_in(client, practitioner)


def test_login_by_code_is_not_kept_in_the_text_of_the_letter(client, practitioner, letters):
    client.post(reverse("account_request_login_code"), {"email": practitioner.email})
    delivery = letters._delivery(practitioner.email)
    assert "[[code]]" in delivery.message.text
    assert delivery.slots["code"] not in delivery.message.text


def ask_for_code(email):
    return Client().post(reverse("account_request_login_code"), {"email": email}, follow=True)


def test_login_by_code_for_an_unknown_address_looks_the_same(practitioner, letters):
    known, unknown = ask_for_code(practitioner.email), ask_for_code("nobody@rivermouth.example")
    assert known.redirect_chain == unknown.redirect_chain
    assert letters.subject_to("nobody@rivermouth.example") == "There is no account with this address"


def test_login_by_code_three_wrong_guesses_end_it(client, practitioner):
    client.post(reverse("account_request_login_code"), {"email": practitioner.email})
    for _ in range(3):
        client.post(reverse("account_confirm_login_code"), {"code": "WRONG1"})
    assert client.get(reverse("account_confirm_login_code")).status_code == 302
    assert not is_in(client, practitioner)


def test_login_by_code_is_limited_per_mailbox(practitioner, letters):
    for _ in range(5):
        ask_for_code(practitioner.email)
    assert len(letters) == 3


def test_password_reset(client, practitioner, letters):
    client.post(reverse("account_reset_password"), {"email": practitioner.email})
    form = client.get(letters.path_to(practitioner.email), follow=True)
    path = form.request["PATH_INFO"]
    new = "quite another password"
    done = client.post(path, {"password1": new, "password2": new})
    assert done["Location"] == reverse("account_reset_password_from_key_done")
    practitioner.refresh_from_db()
    assert practitioner.check_password(new)
    assert not is_in(client, practitioner)


def test_password_reset_for_an_unknown_address_looks_the_same(client, practitioner, letters):
    known = client.post(reverse("account_reset_password"), {"email": practitioner.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@rivermouth.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_password_reset_link_works_once(client, practitioner, letters):
    client.post(reverse("account_reset_password"), {"email": practitioner.email})
    practitioner.set_password("changed in between")
    practitioner.save()
    page = client.get(letters.path_to(practitioner.email))
    assert page.status_code == 410
    assert "Have a new link sent" in page.content.decode()


def test_password_change_signs_out_everywhere(client, practitioner):
    client.force_login(practitioner)
    new = "quite another password"
    client.post(
        reverse("account_change_password"),
        {"oldpassword": factories.PASSWORD, "password1": new, "password2": new},
    )
    assert not is_in(client, practitioner)


def test_email_change_holds_only_when_confirmed(client, sign_in, practitioner, letters):
    sign_in(practitioner.email)
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    client.post(reverse("account_email"), {"email": "new@rivermouth.example", "action_add": ""})
    practitioner.refresh_from_db()
    assert practitioner.email == "practitioner@rivermouth.example"
    client.post(letters.path_to("new@rivermouth.example"))
    practitioner.refresh_from_db()
    assert practitioner.email == practitioner.person.email == "new@rivermouth.example"


def test_email_change_asks_for_the_password_again(client, practitioner):
    client.force_login(practitioner)
    response = client.post(reverse("account_email"), {"email": "new@rivermouth.example", "action_add": ""})
    assert response["Location"].startswith(reverse("account_reauthenticate"))


def test_usersessions_list_ends_the_others(client, sign_in, practitioner):
    other = Client()
    other.post(reverse("account_login"), {"login": practitioner.email, "password": factories.PASSWORD})
    other.get(reverse("accounts:my_data"))
    sign_in(practitioner.email)
    page = client.get(reverse("usersessions_list"))
    assert len(page.context["sessions"]) == 2
    client.post(reverse("usersessions_list"))
    assert other.get(reverse("accounts:my_data")).status_code == 302
    assert client.get(reverse("accounts:my_data")).status_code == 200


def test_closed_accounts_stay_out(client, sign_in, practitioner):
    practitioner.is_active = False
    practitioner.save()
    sign_in(practitioner.email)
    assert not is_in(client, practitioner)


@pytest.fixture
def demo_user(partnership):
    return factories.user(roles.BUSINESS_UNIT, email="demo@rivermouth.example", name="Dee Mo", is_demo=True)


def test_demo_sign_in_is_not_there_outside_the_demonstration(client, demo_user):
    assert client.post(reverse("accounts:demo_sign_in", args=[demo_user.pk])).status_code == 404
    assert "Dee Mo" not in client.get(reverse("account_login")).content.decode()


def test_demo_sign_in(client, settings, demo_user):
    settings.DEMO = True
    settings.MFA_REQUIRED = False
    assert "Dee Mo" in client.get(reverse("account_login")).content.decode()
    client.post(reverse("accounts:demo_sign_in", args=[demo_user.pk]))
    assert is_in(client, demo_user)


def test_demo_sign_in_leads_into_no_other_account(client, settings, practitioner):
    settings.DEMO = True
    assert client.post(reverse("accounts:demo_sign_in", args=[practitioner.pk])).status_code == 404


def test_demo_sign_in_is_no_link(client, settings, demo_user):
    settings.DEMO = True
    assert client.get(reverse("accounts:demo_sign_in", args=[demo_user.pk])).status_code == 405


def test_users_are_one_per_address(practitioner):
    with pytest.raises(Exception, match=r"(?i)unique"):
        User.objects.create(email=practitioner.email.upper(), name="Twin")
