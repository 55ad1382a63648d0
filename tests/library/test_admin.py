import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.library.models import Document
from tests.library.factories import document, version

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def answers(**fields):
    return {
        "title": "Neglect policy",
        "slug": "neglect-policy",
        "kind": "policy",
        "summary": "What it says.",
        "is_published": "on",
        "is_public": "on",
        "versions-TOTAL_FORMS": "1",
        "versions-INITIAL_FORMS": "0",
        "versions-0-published_on": "01/02/2024",
        **fields,
    }


@pytest.fixture
def admin(client, officer):
    client.force_login(officer)
    return client


def test_document_admin_stores_an_upload_as_the_next_version(admin, officer):
    upload = SimpleUploadedFile("policy.pdf", PDF)
    response = admin.post(reverse("admin:library_document_add"), answers(**{"versions-0-upload": upload}))
    assert response.status_code == 302, response.context["errors"]
    stored = Document.objects.get().versions.get()
    assert (stored.number, stored.file.name, stored.file.uploaded_by) == (1, "policy.pdf", officer)


def test_document_admin_refuses_a_file_that_is_something_else(admin):
    upload = SimpleUploadedFile("policy.pdf", b"MZ program")
    response = admin.post(reverse("admin:library_document_add"), answers(**{"versions-0-upload": upload}))
    assert response.status_code == 422
    assert Document.objects.count() == 0
    assert "must be a" in response.text


def test_document_admin_remembers_a_former_address(admin):
    row = document()
    change = answers(slug="new-address", **{"versions-TOTAL_FORMS": "0"})
    admin.post(reverse("admin:library_document_change", args=[row.pk]), change)
    assert admin.get("/policies/neglect-policy/").url == "/policies/new-address/"


@pytest.mark.parametrize("query", ["", "?review=due", "?review=none", "?q=neglect"])
def test_document_admin_list(admin, query):
    version(document())
    assert admin.get(reverse("admin:library_document_changelist") + query).status_code == 200


def test_document_admin_pages_open(admin):
    row = document()
    version(row)
    for name in ("change", "history", "delete"):
        assert admin.get(reverse(f"admin:library_document_{name}", args=[row.pk])).status_code == 200
