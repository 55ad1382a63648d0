import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from portal.accounts import roles
from portal.accounts.models import User
from tests import factories


@pytest.fixture(autouse=True)
def factor_off(settings):
    settings.MFA_REQUIRED = False


@pytest.fixture
def superuser(partnership):
    return User.objects.create_superuser("root@rivermouth.example", factories.PASSWORD, name="Root")


def post_user(client, user, **fields):
    url = reverse("admin:accounts_user_change", args=[user.pk])
    return client.post(url, {"name": user.name, "roles": roles.roles_of(user), **fields})


def held(user) -> list[str]:
    return roles.roles_of(User.objects.get(pk=user.pk))


def test_every_permission_of_the_table_exists(db):
    existing = {f"{p.content_type.app_label}.{p.codename}" for p in Permission.objects.select_related("content_type")}
    apps = {name.split(".")[0] for name in existing}
    missing = {
        name
        for role in roles.TABLE.values()
        for name in role.permissions
        if (name.removesuffix(".*") not in apps if name.endswith(".*") else name not in existing)
    }
    assert missing == set()


def test_table_and_groups_agree_after_migrations(db):
    for key in roles.TABLE:
        assert roles.group_of(key).name == roles.TABLE[key].title


def test_only_the_business_unit_enters_the_admin():
    assert [key for key, role in roles.TABLE.items() if role.enters_admin] == [roles.BUSINESS_UNIT]


def test_give_and_take_open_and_close_the_admin(practitioner):
    roles.give(practitioner, roles.BUSINESS_UNIT)
    assert User.objects.get(pk=practitioner.pk).is_staff
    roles.take(practitioner, roles.BUSINESS_UNIT)
    assert not User.objects.get(pk=practitioner.pk).is_staff


def test_take_leaves_the_admin_open_for_a_superuser(superuser):
    roles.give(superuser, roles.BUSINESS_UNIT)
    roles.take(superuser, roles.BUSINESS_UNIT)
    assert User.objects.get(pk=superuser.pk).is_staff


@pytest.mark.parametrize("role", [key for key in roles.TABLE if key != roles.BUSINESS_UNIT])
def test_admin_is_closed_to_other_roles(client, partnership, role):
    client.force_login(factories.user(role))
    response = client.get(reverse("admin:index"), follow=True)
    assert response.status_code == 403


def test_user_list(client, officer, practitioner):
    client.force_login(officer)
    page = client.get(reverse("admin:accounts_user_changelist"), {"role": roles.PRACTITIONER, "q": "practitioner"})
    assert list(page.context["cl"].result_list) == [practitioner]


def test_user_list_asks_as_often_for_many(client, officer, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(officer)
    url = reverse("admin:accounts_user_changelist")
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url)
    for n in range(10):
        factories.user(email=f"n{n}@rivermouth.example")
    with django_assert_num_queries(len(few)):
        client.get(url)


def test_user_page_shows_roles_in_plain_english(client, officer, practitioner):
    client.force_login(officer)
    page = client.get(reverse("admin:accounts_user_change", args=[practitioner.pk])).content.decode()
    assert "Reads everything the board reads, and challenges it." in page
    assert "user_permissions" not in page
    assert 'name="is_superuser"' not in page


def test_officer_gives_a_role_and_the_history_says_so(client, officer, practitioner):
    client.force_login(officer)
    post_user(client, practitioner, roles=[roles.PRACTITIONER, roles.TRAINER])
    assert held(practitioner) == [roles.PRACTITIONER, roles.TRAINER]
    entry = LogEntry.objects.latest("pk")
    assert (entry.user, entry.change_message) == (officer, "Roles: gave Trainer.")
    post_user(client, practitioner, roles=[roles.TRAINER])
    assert LogEntry.objects.latest("pk").change_message == "Roles: took Practitioner."


def test_officer_cannot_change_own_roles(client, officer):
    client.force_login(officer)
    post_user(client, officer, roles=[roles.BUSINESS_UNIT, roles.EXECUTIVE])
    assert held(officer) == [roles.BUSINESS_UNIT]


def test_officer_makes_no_superuser(client, officer, practitioner):
    client.force_login(officer)
    post_user(client, practitioner, is_superuser="on", is_staff="on", user_permissions=[1])
    practitioner.refresh_from_db()
    assert (practitioner.is_superuser, practitioner.is_staff) == (False, False)
    assert not practitioner.user_permissions.exists()


def test_officer_cannot_touch_a_superuser(client, officer, superuser):
    client.force_login(officer)
    assert post_user(client, superuser, name="Mine now", roles=[]).status_code == 403
    choose(client, "deactivate", superuser, confirmed="yes")
    superuser.refresh_from_db()
    assert (superuser.name, superuser.is_active) == ("Root", True)


def test_officer_cannot_change_an_address(client, officer, executive):
    client.force_login(officer)
    post_user(client, executive, email="mine@rivermouth.example")
    executive.refresh_from_db()
    assert executive.email == "executive@rivermouth.example"


def test_unknown_role_is_refused(client, officer, practitioner):
    client.force_login(officer)
    response = post_user(client, practitioner, roles=["superuser"])
    assert "roles" in response.context["adminform"].form.errors


def choose(client, action, user, **more):
    data = {"action": action, "_selected_action": [user.pk], **more}
    return client.post(reverse("admin:accounts_user_changelist"), data, follow=True)


def test_deactivate_asks_first(client, officer, practitioner):
    client.force_login(officer)
    page = choose(client, "deactivate", practitioner)
    assert "Close these accounts?" in page.content.decode()
    practitioner.refresh_from_db()
    assert practitioner.is_active


def test_deactivate_ends_sessions(client, officer, practitioner):
    from django.test import Client

    theirs = Client()
    theirs.post(reverse("account_login"), {"login": practitioner.email, "password": factories.PASSWORD})
    theirs.get(reverse("accounts:my_data"))
    client.force_login(officer)
    choose(client, "deactivate", practitioner, confirmed="yes")
    practitioner.refresh_from_db()
    assert not practitioner.is_active
    assert theirs.get(reverse("accounts:my_data")).status_code == 302
    choose(client, "reactivate", practitioner)
    practitioner.refresh_from_db()
    assert practitioner.is_active


def test_deactivate_oneself_is_refused(client, officer):
    client.force_login(officer)
    page = choose(client, "deactivate", officer, confirmed="yes")
    assert "close your own account" in page.content.decode()
    officer.refresh_from_db()
    assert officer.is_active


def test_accounts_are_never_deleted(client, officer, practitioner):
    client.force_login(officer)
    url = reverse("admin:accounts_user_delete", args=[practitioner.pk])
    assert client.post(url, {"post": "yes"}).status_code == 403
    choose(client, "delete_selected", practitioner, post="yes")
    assert User.objects.filter(pk=practitioner.pk).exists()


def test_remove_second_factors_tells_the_person(client, officer, executive, with_app, letters):
    with_app(executive)
    client.force_login(officer)
    choose(client, "remove_second_factors", executive, confirmed="yes")
    assert not executive.authenticator_set.exists()
    assert letters.subject_to(executive.email) == "The second step of your sign-in was removed"


def test_add_user_invites(client, officer, letters):
    client.force_login(officer)
    client.post(
        reverse("admin:accounts_user_add"),
        {"name": "Eve Exec", "email": "Eve@Rivermouth.example", "roles": [roles.EXECUTIVE]},
    )
    user = User.objects.get(email="eve@rivermouth.example")
    assert held(user) == [roles.EXECUTIVE]
    assert not user.has_usable_password()
    client.logout()
    form = client.get(letters.path_to(user.email), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "three words do it", "password2": "three words do it"})
    response = client.post(reverse("account_login"), {"login": user.email, "password": "three words do it"})
    assert response["Location"] == reverse("pages:my_page")


@pytest.mark.parametrize(
    "model", ["auth/group", "socialaccount/socialapp", "mfa/authenticator", "account/emailaddress"]
)
def test_admin_has_no_side_door(client, superuser, model):
    client.force_login(superuser)
    assert client.get(f"/admin/{model}/").status_code == 404
