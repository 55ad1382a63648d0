"""Bad input: whatever somebody sends to whatever address, the answer says what is wrong and is never a fault of ours.

The sweep asks every address of the resolver over the demonstration's rows. Below it stand the cases that people
meet, each with its sentence beside its field and with what was typed still in the form.
"""

import logging
import re
from datetime import timedelta
from html import unescape
from http.cookies import SimpleCookie
from itertools import cycle, islice

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from bulletins.models import Subscription
from bulletins.services import subscriptions
from governance.documents import snapshot
from governance.documents.models import ReportBuild
from portal.accounts import roles
from portal.accounts.models import User
from portal.library.models import Document
from portal.mail.models import Delivery
from tests import access_world, factories
from tests.bulletins import factories as bulletins
from tests.test_access import names
from tests.training import factories as training

pytestmark = pytest.mark.django_db

# --- The sweep ---

NUL, LONG, NO_UTF8, TOO_LARGE = "%00a", "A" * 10_000, "%ff%c3%28", "99999999999999999999"
HOSTILE = [
    NUL,
    LONG,
    NO_UTF8,
    "%27+OR+1%3D1%3B--%22%3E%3Cscript%3Ealert(1)%3C/script%3E%7B%7B7*7%7D%7D",
    TOO_LARGE,
    "-1",
    "0000",
    "%D9%A3%D9%A3%D9%A3%D9%A3",  # digits, but not ours
    "2024-13-45",
    "%5B%5D",
]
# What pages of ours and of our libraries read from the address.
NAMES = [
    "q", "page", "year", "month", "kind", "priority", "status", "agency", "on", "about", "how", "level", "strand",
    "places", "all", "as", "width", "v", "next", "code", "state", "error", "process", "ids", "list[]",
]  # fmt: skip
ADMIN_NAMES = ["q", "p", "o", "all", "e", "_facets", "_popup", "_to_field", "_changelist_filters", "ids", "nosuch__x"]
# Right values, so that the wrong one beside them reaches the database.
BESIDE_RIGHT_ONES = {
    "bulletins:archive": ("kind=news&priority=neglect", ["q", "year", "page"]),
    "training:catalogue": ("how=in_person&level=1", ["q", "month", "priority", "page"]),
    "library:documents": ("kind=policy", ["q", "priority", "page"]),
    "reviews:library": ("kind=lcspr", ["priority", "year", "page"]),
    "register:actions": ("status=in_progress", ["agency", "page"]),
    "search:results": ("q=neglect", ["kind", "page"]),
}
WRONG = ["\0", "A" * 20_000, TOO_LARGE, "<script>", "-1", "2024-13-45", "[]", b"\xff\xc3("]
FIELD = re.compile(r'<(?:input|select|textarea)\b[^>]*?\bname="([^"]+)"[^>]*>')
HIDDEN = re.compile(r'type="hidden"[^>]*?\bvalue="([^"]*)"')


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The demonstration, loaded once and taken back at the end; nothing is counted against anybody."""
    no_cache = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    with django_db_blocker.unblock(), override_settings(DEMO=True, CACHES=no_cache), transaction.atomic():
        access_world.load()
        for build in ReportBuild.objects.filter(snapshot={}):
            build.snapshot = snapshot.gather(build.report)
            build.save()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def quiet():
    """Hundreds of warnings about what is refused would only cost time."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


class Attacker:
    """Sends requests as one person. Each leaves the world as it was, and each fault of ours is noted."""

    def __init__(self, who: str):
        self.who = who
        self.client = Client(raise_request_exception=False)
        if who != "visitor":
            self.client.force_login(User.objects.get(email=f"{who}@access.example"))
        self.cookies = self.client.cookies.output(header="", sep=";")
        self.faults: dict[str, str] = {}

    def ask(self, method: str, path: str, *args, **kwargs):
        self.client.cookies = SimpleCookie(self.cookies)
        with transaction.atomic():
            response = getattr(self.client, method)(path, *args, **kwargs)
            transaction.set_rollback(True)
        if response.status_code >= 500:
            fault = getattr(response, "exc_info", None) or ["", ""]
            self.faults[f"{method} {path[:150]}"] = f"{response.status_code} {str(fault[1])[:150]}"
        return response

    def attack(self, name: str) -> None:
        """One address with everything in its path, its query and its body."""
        arguments = access_world.arguments_of(name)
        path = reverse(name, **arguments)
        page = self.ask("get", path)
        if name.startswith("admin:") and self.who != roles.BUSINESS_UNIT:
            return  # all its pages stand behind the same door
        self.attack_query(name, path)
        for bad in hostile_paths(path, arguments):
            self.ask("get", bad)
        self.ask("post", path, {})
        self.ask("post", path, b"--x\r\nContent-Disposition: x", content_type="multipart/form-data; boundary=x")
        self.ask("post", path, b"{", content_type="application/json")
        for body in bodies("" if page.streaming else page.content.decode("utf-8", "replace")):
            self.ask("post", path, body)

    def attack_query(self, name: str, path: str) -> None:
        if name.endswith("_changelist"):
            for number, lookup in enumerate(lookups(name)):
                self.ask("get", f"{path}?{query([lookup], number)}")
        if name in BESIDE_RIGHT_ONES:
            right, others = BESIDE_RIGHT_ONES[name]
            for other in others:
                for value in HOSTILE:
                    self.ask("get", f"{path}?{right}&{other}={value}")
        wanted, rounds = (ADMIN_NAMES, 2) if name.startswith("admin:") else (NAMES, len(HOSTILE))
        for number in range(rounds):
            answer = self.ask("get", f"{path}?{query(wanted, number)}")
            if "GET" not in vars(answer.wsgi_request):
                return  # nothing reads what the address asks for


def query(wanted: list[str], number: int) -> str:
    """An address line in which each name bears a hostile value, another at each number, and some bear two."""
    values = list(islice(cycle(HOSTILE), number, number + len(wanted) + 3))
    pairs = [*zip(wanted, values, strict=False), *zip(wanted[::3], values[3:], strict=False)]
    return "&".join(f"{name}={value}" for name, value in pairs)


def hostile_paths(path: str, arguments: dict) -> list[str]:
    """The address with numbers out of range and words that no slug holds in each of its places."""
    given = arguments.get("kwargs", {}).values() or arguments.get("args", ())
    bad = (TOO_LARGE, NUL, NO_UTF8, "A" * 2000)
    return [path.replace(f"/{value}", f"/{other}", 1) for value in given for other in bad]


def lookups(name: str) -> list[str]:
    """What a list of the admin can be asked for: its filters and its dates."""
    pages = admin.site._registry.values()
    page = next(p for p in pages if name == f"admin:{p.opts.app_label}_{p.opts.model_name}_changelist")
    found = [f"{page.date_hierarchy}__{part}" for part in ("year", "month", "day") if page.date_hierarchy]
    for entry in page.list_filter:
        field = entry[0] if isinstance(entry, tuple) else entry
        found += [f"{field}__exact", f"{field}__id__exact"] if isinstance(field, str) else [field.parameter_name]
    return found


def bodies(page: str):
    """What the form of a page might be sent: everything wrong, and wrong beside right hidden fields."""
    hidden = {found[1]: (HIDDEN.search(found[0]) or ["", ""])[1] for found in FIELD.finditer(page)}
    if not hidden:
        return
    values = cycle(WRONG)
    yield {field: [next(values), next(values)] for field in hidden}
    yield {field: right or next(values) for field, right in hidden.items()}
    yield {field: right or TOO_LARGE for field, right in hidden.items()}


@pytest.mark.parametrize("who", ["visitor", roles.PRACTITIONER, roles.BUSINESS_UNIT])
def test_no_address_ever_fails(world, quiet, who):
    attacker = Attacker(who)
    for name in names():
        attacker.attack(name)
    assert attacker.faults == {}


# --- The cases that people meet ---


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
