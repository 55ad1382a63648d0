import pytest
from django.contrib import admin
from django.urls import reverse
from simple_history.admin import SimpleHistoryAdmin as LibrarysHistoryAdmin

from portal.admin_history import SimpleHistoryAdmin
from portal.pages.models import EditablePage
from tests.bulletins import factories as bulletins

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


def version_url(row, version) -> str:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_simple_history"
    return reverse(name, args=[row.pk, version.pk])


def test_history_is_read_through_our_own_page_everywhere():
    pages = [page for page in admin.site._registry.values() if isinstance(page, LibrarysHistoryAdmin)]
    assert len(pages) > 15
    assert [page for page in pages if not isinstance(page, SimpleHistoryAdmin)] == []


def test_history_of_a_version_is_shown_without_a_way_to_restore_it(desk):
    page = EditablePage.objects.create(title="Contact", slug="contact")
    shown = desk.get(version_url(page, page.history.get()))
    assert shown.status_code == 200
    assert "Revert" not in shown.text


def test_history_restores_nothing(desk):
    """Restoring would carry an old status back in: a sent issue would be a draft that is sent once more."""
    issue = bulletins.full_issue("draft")
    draft = issue.history.latest()
    issue.status, issue.published_at = "sent", issue.history.latest().history_date
    issue.save()
    answers = {"title": issue.title, "slug": issue.slug, "kind": issue.kind, "theme": "Restored"}
    assert desk.post(version_url(issue, draft), answers).status_code == 403
    issue.refresh_from_db()
    assert (issue.status, issue.theme != "Restored") == ("sent", True)


@pytest.mark.parametrize("number", ["x", "%00", "A" * 500])
def test_history_of_what_is_no_number_is_not_found(desk, number):
    page = EditablePage.objects.create(title="Contact", slug="contact")
    change = reverse("admin:pages_editablepage_change", args=[page.pk])
    assert desk.get(f"/admin/pages/editablepage/{number}/history/").status_code == 404
    assert desk.get(change.replace("change/", f"history/{number}/")).status_code == 404
