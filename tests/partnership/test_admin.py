from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from portal.partnership.models import MovedPage, Notice, Partnership

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, officer):
    client.force_login(officer)
    return client


def change(admin, **fields):
    page = admin.get(reverse("admin:partnership_partnership_change", args=[1]))
    answers = {name: value for name, value in page.context["adminform"].form.initial.items() if value not in (None, "")}
    answers["numbers_checked_on"] = "01/11/2024"
    for formset in page.context["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        answers |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return admin.post(page.request["PATH_INFO"], {**answers, **fields})


def test_partnership_admin_leads_to_the_one_row(admin):
    response = admin.get(reverse("admin:partnership_partnership_changelist"))
    assert response.url == reverse("admin:partnership_partnership_change", args=[1])


def test_partnership_admin_saves_readable_colours(admin):
    assert change(admin, colour_brand="#7b1f4a").status_code == 302
    assert Partnership.objects.get().colour_brand == "#7b1f4a"


@pytest.mark.parametrize(
    ("field", "colour"), [("colour_deep", "#6a7c80"), ("colour_brand", "#f2a93b"), ("colour_pale", "#37706c")]
)
def test_partnership_admin_refuses_colours_people_can_not_read(admin, field, colour):
    response = change(admin, **{field: colour})
    assert response.status_code == 422
    assert "people need" in response.context["adminform"].form.errors[field][0]


def test_partnership_admin_neither_adds_nor_deletes(admin):
    assert admin.get(reverse("admin:partnership_partnership_add")).status_code == 403
    assert admin.post(reverse("admin:partnership_partnership_delete", args=[1]), {"post": "yes"}).status_code == 403


def import_moved(admin, text: str):
    upload = SimpleUploadedFile("moved.csv", text.encode(), content_type="text/csv")
    return admin.post(reverse("admin:partnership_movedpage_import"), {"import_file": upload, "format": "0"})


def test_moved_pages_import_is_previewed_then_kept(admin):
    response = import_moved(admin, "old_path,new_path,reason\n/old-page/,/about/,\n/gone/,,Withdrawn\n")
    assert MovedPage.objects.count() == 0
    confirm = response.context["confirm_form"].initial
    admin.post(reverse("admin:partnership_movedpage_process_import"), confirm)
    assert list(MovedPage.objects.values_list("old_path", "new_path")) == [("/gone/", ""), ("/old-page/", "/about/")]


def test_moved_pages_import_says_what_is_wrong_by_row(admin):
    response = import_moved(admin, "old_path,new_path,reason\n/a/,/b/,\nno-slash,/b/,\n/c/,/c/,\n,/d/,\n")
    for sentence in ("The page would lead to itself.", "Start with a slash", "The old path is missing."):
        assert sentence in response.text
    assert "confirm_form" not in response.context
    assert MovedPage.objects.count() == 0


def test_moved_pages_export(admin):
    MovedPage.objects.create(old_path="/old/", new_path="/about/", reason="=HYPERLINK(1)")
    response = admin.post(
        reverse("admin:partnership_movedpage_export"),
        {
            "format": "0",
            "resource": "0",
            "movedpagesheet_old_path": "on",
            "movedpagesheet_new_path": "on",
            "movedpagesheet_reason": "on",
        },
    )
    assert "/old/,/about/,'=HYPERLINK(1)" in response.text


@pytest.mark.parametrize("model", ["notice", "movedpage"])
def test_partnership_admin_pages_open(admin, model):
    Notice.objects.create(heading="Office closed", sentence="We are back on Monday.")
    MovedPage.objects.create(old_path="/old/", new_path="/about/")
    assert admin.get(reverse(f"admin:partnership_{model}_changelist")).status_code == 200
    assert admin.get(reverse(f"admin:partnership_{model}_add")).status_code == 200


@pytest.mark.parametrize("query", ["?showing=now", "?showing=later"])
def test_notice_admin_list(admin, query):
    assert admin.get(reverse("admin:partnership_notice_changelist") + query).status_code == 200


def test_partnership_admin_says_what_is_no_colour(admin):
    response = change(admin, colour_deep="[]", colour_pale="#zzzzzz")
    assert response.status_code == 422
    assert set(response.context["adminform"].form.errors) == {"colour_deep", "colour_pale"}


@pytest.mark.parametrize("content", [b"<svg onload='alert(1)'/>", b"MZ program", b"\x89PNG\r\n\x1a\n cut off"])
def test_partnership_admin_refuses_a_logo_that_is_no_picture(admin, content):
    response = change(admin, logo=SimpleUploadedFile("logo.png", content, content_type="image/png"))
    assert response.status_code == 422
    assert "logo" in response.context["adminform"].form.errors
    assert not Partnership.objects.get().logo


def test_partnership_admin_takes_a_logo(admin):
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    assert change(admin, logo=SimpleUploadedFile("logo.png", picture.getvalue())).status_code == 302
    assert Partnership.objects.get().logo.name.startswith("partnership/logo")
    assert admin.get(reverse("pages:logo"))["Content-Type"] == "image/png"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "//elsewhere.example/", "/\\elsewhere.example", "data:text/html,x"]
)
def test_notice_admin_refuses_a_link_that_is_no_web_address(admin, url):
    answers = {"heading": "Moved", "sentence": "To the hall.", "link_url": url, "starts_at_0": "01/11/2024"}
    response = admin.post(reverse("admin:partnership_notice_add"), answers | {"starts_at_1": "09:00"})
    assert response.status_code == 422
    assert response.context["errors"] == [["Start the address with https:// or, on this site, with a slash."]]


@pytest.mark.parametrize("url", ["", "/training/", "https://elsewhere.example/"])
def test_notice_admin_takes_a_web_address(admin, url):
    answers = {"heading": "Moved", "sentence": "To the hall.", "link_url": url, "starts_at_0": "01/11/2024"}
    response = admin.post(reverse("admin:partnership_notice_add"), answers | {"starts_at_1": "09:00"})
    assert (response.status_code, Notice.objects.count()) == (302, 1)
