import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from bulletins.models import Bulletin, Item, Mailing, Subscription
from bulletins.services import mailing as mailings
from portal import rich_text
from portal.accounts.models import User
from portal.mail.models import Delivery
from tests import factories as world
from tests.bulletins import factories
from tests.test_rich_text import PAYLOADS, inspect

pytestmark = pytest.mark.django_db
Status = Bulletin.Status


@pytest.fixture
def desk(client, officer, settings):
    """The admin, as a business-unit officer sees it who has given the second factor."""
    settings.MFA_REQUIRED = False
    client.force_login(officer)
    return client


def change(bulletin) -> str:
    return reverse("admin:bulletins_bulletin_change", args=[bulletin.pk])


def step(bulletin, name: str) -> str:
    return reverse("admin:bulletins_bulletin_step", args=[bulletin.pk, name])


def management(prefix: str, initial: int = 0) -> dict:
    return {f"{prefix}-TOTAL_FORMS": initial, f"{prefix}-INITIAL_FORMS": initial}


def item_form(section, **fields) -> dict:
    form = {
        "section": section.pk,
        "position": 1,
        "kind": "news",
        "heading": "A heading",
        "slug": "a-heading",
        "body": "<p>Words</p>",
        "asks_you_to": "",
    }
    return form | management("links") | management("contacts") | management("occurrences") | fields


@pytest.mark.parametrize("status", Status.values)
def test_bulletin_page_opens_in_every_status(desk, officer, status):
    bulletin = factories.full_issue(status, submitted_by=officer, approved_at=timezone.now())
    assert desk.get(change(bulletin)).status_code == 200
    for name in ("bulletin", "item", "subscription"):
        assert desk.get(reverse(f"admin:bulletins_{name}_changelist")).status_code == 200
        assert desk.get(reverse(f"admin:bulletins_{name}_add")).status_code == 200
    assert desk.get(reverse("admin:bulletins_item_change", args=[bulletin.items.first().pk])).status_code == 200


def test_bulletin_list_makes_the_same_queries_for_more_issues(desk):
    url = reverse("admin:bulletins_bulletin_changelist")
    factories.full_issue("draft")
    desk.get(url)
    with CaptureQueriesContext(connection) as few:
        desk.get(url)
    for number in range(9):
        factories.full_issue("draft", f"Issue {number}")
    with CaptureQueriesContext(connection) as many:
        desk.get(url)
    assert len(few) == len(many)


def test_editor_gets_a_nonce_and_one_hash_on_its_own_pages_only(desk):
    with_editor = desk.get(reverse("admin:bulletins_bulletin_add"))
    nonce = re.search(r'<script type="importmap" nonce="([^"]+)">', with_editor.content.decode()).group(1)
    policy = with_editor["Content-Security-Policy"]
    assert f"'nonce-{nonce}'" in policy
    assert rich_text.EDITOR_STYLE_HASH in policy
    assert "unsafe" not in policy
    without = desk.get(reverse("admin:bulletins_bulletin_changelist"))["Content-Security-Policy"]
    assert rich_text.EDITOR_STYLE_HASH not in without


def test_new_bulletin_begins_with_a_section(desk):
    form = {"title": "May 2025", "slug": "may-2025", "kind": "monthly", "month": "", "theme": "", "introduction": ""}
    desk.post(reverse("admin:bulletins_bulletin_add"), form | management("sections"))
    assert Bulletin.objects.get().sections.count() == 1


@pytest.mark.parametrize("payload", PAYLOADS)
def test_item_saved_in_admin_holds_nothing_that_acts(desk, payload):
    section = factories.section(factories.bulletin())
    desk.post(reverse("admin:bulletins_item_add"), item_form(section, body=f"<p>Words</p>{payload}"))
    body = Item.objects.get().body
    assert inspect(body).tags <= rich_text.TAGS
    assert inspect(body).schemes <= rich_text.SCHEMES


def test_item_saved_in_admin_leads_back_to_its_issue(desk):
    section = factories.section(factories.bulletin())
    response = desk.post(reverse("admin:bulletins_item_add"), item_form(section))
    assert response.url == change(section.bulletin)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"slug": "taken"}, "Another item of this bulletin has this address"),
        ({"is_spotlight": "on"}, "This bulletin has a spotlight already"),
        ({"do_by": "03/12/2030"}, "Say what the item asks for by that date"),
        ({"heading": ""}, "This field is required"),
    ],
)
def test_item_form_says_what_is_wrong(desk, fields, sentence):
    section = factories.section(factories.bulletin())
    factories.item(section, slug="taken", is_spotlight=True)
    response = desk.post(reverse("admin:bulletins_item_add"), item_form(section, **fields))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Item.objects.count() == 1


def picture() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (4, 4)).save(content, "PNG")
    return SimpleUploadedFile("poster.png", content.getvalue(), "image/png")


def test_item_picture_is_read_by_those_who_read_the_item(desk, client):
    bulletin = factories.bulletin()
    form = item_form(factories.section(bulletin), picture=picture(), image_alt="A poster")
    desk.post(reverse("admin:bulletins_item_add"), form)
    url = Item.objects.get().image.get_absolute_url()
    assert desk.get(url).status_code == 200
    client.logout()
    assert client.get(url).status_code == 404
    Bulletin.objects.update(status="sent", published_at=timezone.now())
    assert client.get(url).status_code == 200


def test_item_picture_must_be_one(desk):
    section = factories.section(factories.bulletin())
    fake = SimpleUploadedFile("poster.png", b"<svg onload=alert(1)>", "image/png")
    response = desk.post(reverse("admin:bulletins_item_add"), item_form(section, picture=fake))
    assert response.status_code == 422
    assert not Item.objects.exists()


def test_approved_words_no_longer_change(desk):
    bulletin = factories.full_issue("approved", approved_at=timezone.now())
    assert desk.post(change(bulletin), {"title": "Changed"}).status_code == 403
    row = bulletin.items.first()
    url = reverse("admin:bulletins_item_change", args=[row.pk])
    assert desk.post(url, item_form(row.section)).status_code == 403


def test_what_was_published_is_not_deleted(desk):
    bulletin = factories.full_issue("sent")
    assert desk.post(reverse("admin:bulletins_bulletin_delete", args=[bulletin.pk]), {"post": "yes"}).status_code == 403
    row = bulletin.items.first()
    assert desk.post(reverse("admin:bulletins_item_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


def test_steps_from_draft_to_sending(desk, officer):
    bulletin = factories.full_issue("draft")
    factories.reader()
    desk.post(step(bulletin, "submit"))
    assert "Why you approve it alone" in desk.get(step(bulletin, "approve")).content.decode()
    second = world.user("business_unit", "second@rivermouth.example")
    desk.force_login(second)
    desk.post(step(bulletin, "approve"))
    moment = timezone.localtime() + timedelta(days=1)
    desk.post(step(bulletin, "schedule"), {"send_at_0": moment.strftime("%Y-%m-%d"), "send_at_1": "09:30"})
    bulletin.refresh_from_db()
    assert (bulletin.status, bulletin.approved_by) == (Status.SCHEDULED, second)
    page = desk.get(step(bulletin, "send")).content.decode()
    assert "1 reader" in page
    assert desk.post(step(bulletin, "send")).url == reverse("admin:bulletins_bulletin_mailing", args=[bulletin.pk])
    assert desk.post(step(bulletin, "send")).url == reverse("admin:bulletins_bulletin_mailing", args=[bulletin.pk])
    assert Mailing.objects.count() == 1


@pytest.mark.parametrize("name", ["approve", "schedule", "unschedule", "send"])
def test_step_that_is_not_open_says_why(desk, name):
    bulletin = factories.full_issue("draft")
    form = {"send_at_0": "2040-01-01", "send_at_1": "09:30"}
    page = desk.post(step(bulletin, name), form, follow=True).content.decode()
    assert re.search("has the status “Draft”|is not approved yet", page)


@pytest.mark.parametrize(("name", "form"), [("schedule", {"send_at_0": "x"}), ("send_test", {"addresses": "x"})])
def test_step_form_with_errors_is_shown_again(desk, name, form):
    bulletin = factories.full_issue("approved", approved_at=timezone.now())
    assert desk.post(step(bulletin, name), form).status_code == 422


def test_step_that_does_not_exist(desk):
    assert desk.get(step(factories.bulletin(), "explode")).status_code == 404


def test_send_test_from_admin(desk):
    bulletin = factories.full_issue("draft")
    desk.post(step(bulletin, "send_test"), {"addresses": "a@rivermouth.example, b@rivermouth.example"})
    deliveries = Delivery.objects.filter(message__kind="bulletins.issue_test")
    assert sorted(deliveries.values_list("address", flat=True)) == ["a@rivermouth.example", "b@rivermouth.example"]
    assert deliveries.first().message.subject.startswith("Test: ")


PAGES = ["bulletin_step", "bulletin_preview", "bulletin_preview_web", "bulletin_preview_email", "bulletin_mailing"]


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_an_issue_are_for_the_business_unit(client, practitioner, name):
    bulletin = factories.full_issue("approved")
    mailings.send(bulletin)
    arguments = [bulletin.pk, "send"] if name == "bulletin_step" else [bulletin.pk]
    client.force_login(practitioner)
    assert client.get(reverse(f"admin:bulletins_{name}", args=arguments)).status_code == 302


def test_officer_without_the_permission_neither_approves_nor_sends(client, officer, settings):
    settings.MFA_REQUIRED = False
    helper = User.objects.create_user("helper@rivermouth.example", "x", name="Helper", is_staff=True)
    client.force_login(helper)
    bulletin = factories.full_issue("approved")
    for name in ("approve", "send", "submit"):
        assert client.post(step(bulletin, name)).status_code == 403
    mailings.send(bulletin)
    for order in ("pause", "cancel", "retry"):
        url = reverse("admin:bulletins_bulletin_mailing_order", args=[bulletin.pk, order])
        assert client.post(url).status_code == 403


def test_preview_in_each_form(desk):
    bulletin = factories.full_issue("draft")
    url = reverse("admin:bulletins_bulletin_preview", args=[bulletin.pk])
    assert "frame-src 'self'" in desk.get(url)["Content-Security-Policy"]
    assert 'width="360"' in desk.get(url, {"as": "email", "width": "phone"}).content.decode()
    text = desk.get(url, {"as": "text"}).content.decode()
    assert "Item 0 of November 2024" in text
    assert "[[" not in text


def test_preview_frames_show_themselves_to_us_alone(desk):
    bulletin = factories.full_issue("draft")
    for name in ("web", "email"):
        response = desk.get(reverse(f"admin:bulletins_bulletin_preview_{name}", args=[bulletin.pk]))
        policy = response["Content-Security-Policy"]
        assert "Item 0 of November 2024" in response.content.decode()
        assert "frame-ancestors 'self'" in policy
        assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "script-src" not in policy
    assert "sandbox" in policy


def test_mailing_page_shows_why_and_tries_again(desk, officer):
    for number in range(3):
        factories.reader(f"r{number}@rivermouth.example")
    mailing = mailings.prepare(mailings.send(factories.full_issue("approved"), by=officer))
    mailings.queue_step(mailing)
    failed = mailing.message.deliveries.order_by("pk").first()
    Delivery.objects.filter(pk=failed.pk).update(status="failed", last_error="No such user", smtp_code=550)
    url = reverse("admin:bulletins_bulletin_mailing", args=[mailing.bulletin_id])
    page = desk.get(url).content.decode()
    assert "550: No such user" in page
    assert "0 of 3 mails sent" in page
    for order, state in (("retry", "sending"), ("pause", "paused"), ("resume", "sending"), ("cancel", "cancelled")):
        desk.post(reverse("admin:bulletins_bulletin_mailing_order", args=[mailing.bulletin_id, order]))
        mailing.refresh_from_db()
        assert mailing.state == state
    assert desk.get(reverse("admin:bulletins_bulletin_mailing_stop", args=[mailing.bulletin_id])).status_code == 200


def test_mailing_orders_are_posted(desk, officer):
    mailing = mailings.send(factories.full_issue("approved"), by=officer)
    url = reverse("admin:bulletins_bulletin_mailing_order", args=[mailing.bulletin_id, "cancel"])
    assert desk.get(url).status_code == 405


def test_subscription_added_in_admin_is_asked_by_mail(desk):
    form = {"email": "New@Rivermouth.example", "consent_source": "Conference list"}
    desk.post(reverse("admin:bulletins_subscription_add"), form)
    row = Subscription.objects.get()
    assert (row.email, row.status, row.consent_source) == ("new@rivermouth.example", "pending", "Conference list")
    assert Delivery.objects.get().address == "new@rivermouth.example"


def test_subscriptions_are_stopped_after_asking(desk):
    reader = factories.reader()
    url = reverse("admin:bulletins_subscription_changelist")
    form = {"action": "stop", "_selected_action": [reader.pk]}
    assert "Nothing more is sent" in desk.post(url, form).content.decode()
    reader.refresh_from_db()
    assert reader.status == "active"
    desk.post(url, form | {"confirmed": "yes"})
    reader.refresh_from_db()
    assert reader.status == "stopped"


def test_subscriptions_export_without_formulas(desk):
    factories.reader(consent_source='=HYPERLINK("https://evil.example")')
    url = reverse("admin:bulletins_subscription_export")
    assert desk.get(url).status_code == 200
    fields = {f"subscriptionresource_{name}": "on" for name in ("email", "consent_source")}
    content = desk.post(url, {"format": "0", "resource": "", **fields}).content.decode()
    assert "pat@rivermouth.example" in content
    assert ",=" not in content
    assert '"=' not in content
