"""A database that was only migrated: nothing is entered, and nothing may break."""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from portal.pages.models import EditablePage
from portal.partnership.models import Partnership
from tests.partnership.test_setup import OPTIONS

pytestmark = pytest.mark.django_db
PAGES = ["/", "/site/accessibility/", "/site/privacy/", "/account/login/"]


def answers(client, page: str) -> list[tuple[str, int]]:
    """Addresses of our own that the page links to, and what each answers."""
    html = client.get(page).content.decode()
    links = {link for link in re.findall(r'href="(/[^"#]*)"', html) if not link.startswith("/static/")}
    return [(link, client.get(link, follow=True).status_code) for link in sorted(links)]


@pytest.fixture
def set_up(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        call_command("setup_partnership", **OPTIONS)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_before_the_set_up(client, page):
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_page_after_the_set_up(client, set_up, page):
    response = client.get(page)
    assert response.status_code == 200 and "Wendle" in response.content.decode()


def test_before_the_set_up_every_link_of_the_home_page_answers(client):
    assert [link for link in answers(client, "/") if link[1] != 200] == []


def test_after_the_set_up_every_link_of_the_home_page_answers(client, set_up):
    assert [link for link in answers(client, "/") if link[1] != 200] == []


def test_a_default_page_before_the_set_up_says_that_it_is_not_written(client):
    html = client.get("/site/privacy/").content.decode()
    assert "Not written yet" in html and "Last checked" not in html


def test_other_pages_before_the_set_up_are_missing(client):
    assert client.get("/site/nothing/").status_code == 404


def test_set_up_writes_the_default_pages(set_up):
    assert "Wendle Council" in EditablePage.objects.get(slug="privacy").body


def test_a_partnership_entered_in_the_admin_gets_the_default_pages(admin_client, django_capture_on_commit_callbacks):
    add = reverse("admin:partnership_partnership_add")
    form = admin_client.get(add).context["adminform"].form
    typed = {name: form[name].value() or "" for name in form.fields if name != "logo"}
    typed |= {"name": "Wendle Partnership", "short_name": "WSCP", "area": "Wendle", "general_email": "a@wendle.example"}
    typed |= {"partner_names": "Wendle Council", "numbers_checked_on": "2024-11-01"}
    for prefix in ("emergency_numbers", "social_links", "former_names"):
        typed |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(add, typed)
    assert Partnership.objects.get().area == "Wendle"
    assert EditablePage.objects.filter(slug="accessibility").exists()


def test_a_default_page_that_was_deleted_stays_deleted(client, set_up):
    EditablePage.objects.get(slug="practice-alert").delete()
    Partnership.objects.get().save()
    assert client.get("/site/practice-alert/").status_code == 404
