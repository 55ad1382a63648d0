import pytest
from django.urls import reverse

from portal import registry
from portal.files import services
from portal.files.models import StoredFile
from tests.files.test_services import PDF, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def readers(monkeypatch):
    """Who may read, by the file's name: a shelf of readers for this test."""
    shelf = registry.Shelf()
    shelf.add("public", lambda stored, user: stored.name.startswith("public"))
    shelf.add("own", lambda stored, user: user.is_authenticated and stored.uploaded_by_id == user.pk)
    monkeypatch.setattr(registry, "file_readers", shelf)


@pytest.fixture
def private(executive, readers) -> StoredFile:
    return services.keep("private.pdf", PDF, "application/pdf", by=executive)


def test_file_public_is_served_to_a_visitor_as_harmlessly_as_can_be(client, readers):
    stored = services.keep('public "plan" Zoë.pdf', PDF, "application/pdf")
    response = client.get(stored.get_absolute_url())
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"].startswith("private")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''public")
    assert response["Content-Type"] == "application/pdf"


def test_file_picture_is_shown_in_the_page(client, readers):
    stored = services.keep("public.png", picture(), "image/png")
    assert client.get(stored.get_absolute_url())["Content-Disposition"].startswith("inline;")


def test_file_private_is_read_by_its_owner_and_the_business_unit(client, private, executive, officer):
    for reader in (executive, officer):
        client.force_login(reader)
        assert client.get(private.get_absolute_url()).status_code == 200


def test_file_private_is_not_there_for_others(client, private, practitioner):
    assert client.get(private.get_absolute_url()).status_code == 404
    client.force_login(practitioner)
    assert client.get(private.get_absolute_url()).status_code == 404


def test_file_whose_bytes_are_gone_is_not_there(client, private, executive):
    private.content.storage.delete(private.content.name)
    client.force_login(executive)
    assert client.get(private.get_absolute_url()).status_code == 404


def test_file_cannot_be_posted_to(client, private, executive):
    client.force_login(executive)
    assert client.post(private.get_absolute_url()).status_code == 405


def test_file_admin_shows_and_changes_nothing(client, private, officer):
    client.force_login(officer)
    listed = client.get(reverse("admin:files_storedfile_changelist"), {"q": "private"}).content.decode()
    assert private.get_absolute_url() in listed
    page = client.get(reverse("admin:files_storedfile_change", args=[private.pk])).content.decode()
    assert private.content.name not in page
    assert client.get(reverse("admin:files_storedfile_add")).status_code == 403
