"""What people get wrong: each refusal answers 4xx, says what is wrong beside its field, and keeps what was typed."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from bulletins.models import Subscription
from bulletins.services import subscriptions
from portal.accounts.models import User
from portal.library.models import Document
from portal.mail.models import Delivery
from tests import factories
from tests.bulletins import factories as bulletins
from tests.training import factories as training

pytestmark = pytest.mark.django_db
FIELD = re.compile(r'<(?:input|select|textarea)\b[^>]*?\bname="([^"]+)"[^>]*>')


def control(page, name: str) -> str:
    """The tag of a field."""
    return next(tag[0] for tag in FIELD.finditer(page.text) if tag[1] == name)


def attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


def assert_said_beside(page, name: str, sentence: str) -> None:
    """The field, or the group it belongs to, points to an element that holds the sentence, and says that it is wrong."""
    tag = control(page, name)
    assert attribute(tag, "aria-invalid") == "true"
    group = re.findall(r"<fieldset[^>]*>|</fieldset>", page.text.partition(tag)[0])[-1:]
    described = attribute(tag, "aria-describedby") or attribute("".join(group), "aria-describedby")
    said = [re.search(rf'id="{key}"[^>]*>(.*?)</(?:div|ul|p)>', page.text, re.S) for key in described.split()]
    assert sentence in unescape(" ".join(found[1] for found in said if found))


def typed(page, name: str) -> str:
    """What stands in a field of the page: its value, its text or what is chosen."""
    tag = control(page, name)
    after = page.text[page.text.index(tag) + len(tag) :]
    if tag.startswith("<textarea"):
        return unescape(after.partition("</textarea>")[0]).strip()
    if tag.startswith("<select"):
        return unescape(
            (re.search(r'<option value="([^"]*)" selected', after.partition("</select>")[0]) or ["", ""])[1]
        )
    if "checkbox" in tag:
        return "on" if " checked" in tag else ""
    return attribute(tag, "value")


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def pat(client, practitioner):
    client.force_login(practitioner)
    return client


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
DOCUMENT = {
    "title": "Neglect policy",
    "slug": "neglect-policy",
    "kind": "policy",
    "summary": "What it says, in a sentence.",
    "versions-TOTAL_FORMS": "1",
    "versions-INITIAL_FORMS": "0",
    "versions-0-published_on": "01/02/2024",
    "versions-0-note": "The first one.",
}


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("policy.pdf", b"MZ program", "its content is something else, whatever its name says."),
        ("policy.svg", b"<svg onload='alert(1)'/>", "its content is something else, whatever its name says."),
        ("policy.pdf", PDF + bytes(2 * 1024 * 1024), "The file is larger than 1 MB. Choose a smaller one."),
        ("policy.pdf", b"", "The file is empty. Choose another one."),
    ],
    ids=["wrong type", "picture that acts", "too large", "empty"],
)
def test_upload_is_refused_beside_its_field(desk, settings, name, content, sentence):
    settings.MAX_UPLOAD_MB = 1
    answers = DOCUMENT | {"versions-0-upload": SimpleUploadedFile(name, content)}
    page = desk.post(reverse("admin:library_document_add"), answers)
    assert (page.status_code, Document.objects.count()) == (422, 0)
    assert_said_beside(page, "versions-0-upload", sentence)
    for field in ("title", "slug", "kind", "summary", "versions-0-note"):
        assert typed(page, field) == DOCUMENT[field]


def test_missing_date_is_said_beside_its_field(desk):
    answers = DOCUMENT | {"versions-0-published_on": ""}
    page = desk.post(reverse("admin:library_document_add"), answers)
    assert (page.status_code, Document.objects.count()) == (422, 0)
    assert_said_beside(page, "versions-0-published_on", "This field is required.")
    assert typed(page, "versions-0-note") == "The first one."


@pytest.mark.parametrize("day", ["", "2024-13-45", "tomorrow"])
def test_date_to_send_is_said_beside_its_field(desk, day):
    issue = bulletins.full_issue("approved")
    url = reverse("admin:bulletins_bulletin_step", args=[issue.pk, "schedule"])
    page = desk.post(url, {"send_at_0": day, "send_at_1": "09:30"})
    assert page.status_code == 422
    assert_said_beside(page, "send_at_0", "Give a day and a time" if not day else "Enter a valid date.")
    assert typed(page, "send_at_1") == "09:30"
    issue.refresh_from_db()
    assert issue.status == "approved"


@pytest.mark.parametrize("day", ["2024-13-45", "31/31/2024", "yesterday", "0001-01-01"])
def test_wrong_date_of_a_list_is_said_beside_its_field(client, partnership, day):
    page = client.get(reverse("governance:relevant_agencies"), {"on": day})
    assert page.status_code == 400
    assert_said_beside(page, "on", "Enter a date, such as 31/03/2024")
    assert typed(page, "on") == day


BOOKING = {"there": "on", "needs": "A seat near the door, please"}


def test_past_session_is_said_and_nothing_is_lost(pat):
    session = training.past(training.session())
    page = pat.post(reverse("training:session_book", args=[session.pk]), BOOKING)
    assert (page.status_code, session.bookings.count(), Delivery.objects.count()) == (422, 0, 0)
    assert "This session has already started, so it can no longer be booked." in unescape(page.text)
    assert BOOKING["needs"] in unescape(page.text)


def test_booking_without_the_tick_is_said_beside_its_field(pat):
    session = training.session()
    page = pat.post(reverse("training:session_book", args=[session.pk]), {"needs": BOOKING["needs"]})
    assert (page.status_code, session.bookings.count()) == (422, 0)
    assert_said_beside(page, "there", "Tick to say that you can be there from start to end")
    assert typed(page, "needs") == BOOKING["needs"]


def test_booking_sent_twice_is_one_booking_and_one_mail(pat):
    session = training.session()
    for _ in range(2):
        assert pat.post(reverse("training:session_book", args=[session.pk]), BOOKING).status_code == 302
    assert (session.bookings.count(), Delivery.objects.count()) == (1, 1)


def test_subscribing_twice_is_one_subscription_and_one_mail(client, partnership):
    for address in ("pat@rivermouth.example", "Pat@Rivermouth.example "):
        assert client.post(reverse("bulletins:subscribe"), {"email": address}).status_code == 302
    assert (Subscription.objects.count(), Delivery.objects.count()) == (1, 1)


@pytest.mark.parametrize("address", ["", "pat", "pat@", "pat@rivermouth.example\nBcc: all@rivermouth.example"])
def test_subscribing_without_an_address_is_said_beside_its_field(client, partnership, address):
    page = client.post(reverse("bulletins:subscribe"), {"email": address})
    assert (page.status_code, Subscription.objects.count(), Delivery.objects.count()) == (422, 0, 0)
    assert_said_beside(page, "email", "Enter")
    assert typed(page, "email").split("\n")[0] == address.split("\n")[0]


SIGN_UP = {
    "name": "Nia New",
    "email": "nia.new@hospital.example",
    "password1": "three words do it",
    "job_title": "Health visitor",
    "reason": "",
}


@pytest.mark.parametrize("agency", ["999999", "99999999999999999999", "elsewhere", "", "-1"])
def test_unknown_agency_is_said_beside_its_field(client, partnership, agency):
    factories.agency()
    page = client.post(reverse("account_signup"), SIGN_UP | {"agency": agency})
    assert (page.status_code, User.objects.count()) == (422, 0)
    assert_said_beside(page, "agency", "Choose")
    for field in ("name", "email", "job_title"):
        assert typed(page, field) == SIGN_UP[field]


def test_expired_link_of_an_account_says_what_to_do(client, partnership, settings):
    settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 0
    client.post(reverse("account_signup"), SIGN_UP | {"agency": factories.agency().pk})
    link = re.search(r"/account/confirm-email/\S+", Delivery.objects.get().slots["activate_url"])[0]
    for page in (client.get(link), client.post(link)):
        assert page.status_code == 410
        assert "more than three days old" in page.text
    assert not User.objects.get().emailaddress_set.get().verified


def test_expired_link_of_a_subscription_offers_a_new_one(client, partnership, monkeypatch):
    subscription = subscriptions.subscribe("pat@rivermouth.example")
    token = subscriptions.confirm_token(subscription)
    monkeypatch.setattr(subscriptions, "CONFIRM_WITHIN", timedelta(0))
    Subscription.objects.update(asked_at=timezone.now() - timedelta(days=8))
    link = reverse("bulletins:subscribe_confirm", args=[token])
    for page in (client.get(link), client.post(link)):
        assert page.status_code == 410
        assert "This link was good for 7 days and has run out." in page.text
        assert "p...t@rivermouth.example" in page.text
    assert Subscription.objects.get().status == "pending"
    client.post(reverse("bulletins:subscribe_again", args=[token]))
    assert Delivery.objects.count() == 2


def test_too_many_tries_to_sign_in_are_stopped(client, practitioner):
    wrong = {"login": practitioner.email, "password": "no idea at all"}
    statuses = [client.post(reverse("account_login"), wrong).status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]
    page = client.post(reverse("account_login"), wrong | {"password": factories.PASSWORD})
    assert page.status_code == 429
    assert "There were too many tries with this address." in unescape(page.text)
    assert typed(page, "login") == practitioner.email


def test_wrong_password_is_said_and_the_address_is_kept(client, practitioner):
    page = client.post(reverse("account_login"), {"login": practitioner.email, "password": "no idea at all"})
    assert page.status_code == 422
    assert "The email address or the password is not right." in page.text
    assert (typed(page, "login"), typed(page, "password")) == (practitioner.email, "")
