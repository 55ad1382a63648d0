"""What a kept page may never do: show what is no longer true, or one person's things to another."""

import re
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bulletins.models import Bulletin, Item, ItemLink, Subscription
from portal.kept import keeping as keeper
from portal.pages import services as pages
from portal.partnership.models import EmergencyNumber, Notice, Partnership
from tests import factories as world
from tests.bulletins import factories as bulletins
from tests.queries import number_of_queries
from tests.training import factories as training
from training.models import Session
from training.services import booking as bookings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keeping", "partnership")]

HOME, ARCHIVE, ISSUE = "/", "/bulletins/", "/bulletins/november-2024/"
ITEM = f"{ISSUE}item-0-of-november-2024/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture
def issue():
    return bulletins.full_issue(items=2)


@pytest.fixture
def session():
    return training.session()


def page(url: str, client: Client | None = None, **headers) -> str:
    return (client or Client()).get(url, headers=headers).content.decode()


@pytest.mark.parametrize("url", [HOME, ARCHIVE, ISSUE, ITEM, "/training/", "/site/contact/"])
def test_kept_page_costs_one_query(client, issue, session, url):
    pages.ensure_default_pages()
    assert number_of_queries(client, url) == 1


def test_page_with_a_query_is_made_anew(client, issue):
    assert number_of_queries(client, f"{ARCHIVE}?year=2024") > 1


def test_no_more_pages_are_kept_than_the_setting_says(client, issue, settings):
    settings.KEPT_PAGES = 2
    for url in (HOME, ARCHIVE, ISSUE, ITEM):
        client.get(url)
    assert len(keeper._things) == 2


# --- Nothing that is no longer true ---

EDITS = {
    "service": (HOME, "2 places left", lambda: bookings.book(Session.objects.get(), person=world.person(), by=None)),
    "bulletin": (ISSUE, "2 places left", lambda: bookings.book(Session.objects.get(), person=world.person(), by=None)),
    "save": (ISSUE, "Corrected", lambda: corrected()),
    "update": (ISSUE, "Corrected", lambda: ItemLink.objects.update(text="Corrected")),
    "bulk_create": (ARCHIVE, "Closed on Friday", lambda: Notice.objects.bulk_create([notice()])),
    "many_to_many": (ITEM, "Serious violence", lambda: Item.objects.first().priorities.add(world.priority("Serious violence"))),
    "inline": (HOME, "01632 960099", lambda: EmergencyNumber.objects.update(phone="01632 960099")),
    "name": (ARCHIVE, "New Name SCP", lambda: Partnership.objects.update(name="New Name SCP")),
    "published": (ARCHIVE, "2 issues", lambda: bulletins.full_issue(title="December 2024")),
    "deleted": (ISSUE, "1 item,", lambda: Item.objects.last().delete()),
}  # fmt: skip


def corrected() -> None:
    item = Item.objects.first()
    item.heading = "Corrected"
    item.save()


def notice(**fields) -> Notice:
    return Notice(**{"heading": "Office", "sentence": "Closed on Friday", **fields})


@pytest.mark.parametrize("way", EDITS)
def test_edit_shows_at_once(issue, session, way):
    url, words, edit = EDITS[way]
    assert words not in page(url)
    edit()
    assert words in page(url)
    assert words in page(url)


def test_issue_that_is_taken_back_is_gone_at_once(client, issue):
    assert client.get(ISSUE).status_code == 200
    Bulletin.objects.update(status="draft")
    assert client.get(ISSUE).status_code == 404
    assert "No bulletin yet" in page(HOME)


def test_edit_in_the_admin_shows_at_once(client, officer):
    assert "Closed on Friday" not in page(HOME)
    client.force_login(officer)
    answers = {"heading": "Office", "sentence": "Closed on Friday", "starts_at_0": "01/11/2024", "starts_at_1": "09:00"}
    assert client.post(reverse("admin:partnership_notice_add"), answers).status_code == 302
    assert "Closed on Friday" in page(HOME)


@pytest.mark.django_db(transaction=True)
def test_edit_of_another_process_shows_at_once():
    assert "New Name" not in page(ARCHIVE)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("UPDATE partnership_partnership SET name = 'New Name'")
    other.close()
    assert "New Name" in page(ARCHIVE)


@pytest.mark.django_db(transaction=True)
def test_edit_that_is_rolled_back_never_shows():
    before = page(ARCHIVE)
    with transaction.atomic():
        Partnership.objects.update(name="Never Was")
        assert "Never Was" in page(ARCHIVE)
        transaction.set_rollback(True)
    assert page(ARCHIVE) == before
    Partnership.objects.update(area="Elsewhere")
    assert "Never Was" not in page(ARCHIVE) and "Elsewhere" in page(ARCHIVE)


@pytest.mark.parametrize("field", ["starts_at", "ends_at"])
def test_notice_comes_and_goes_by_the_clock(field):
    now = timezone.now()
    row = notice(starts_at=now - timedelta(days=1))
    setattr(row, field, now + timedelta(seconds=0.5))
    row.save()
    before = page(ARCHIVE)
    assert ("Closed on Friday" in before) == (field == "ends_at")
    time.sleep(max(0, (getattr(row, field) - timezone.now()).total_seconds()))
    assert ("Closed on Friday" in page(ARCHIVE)) == (field == "starts_at")


def test_session_that_begins_leaves_the_pages(issue, session):
    start = timezone.now() + timedelta(seconds=0.7)
    Session.objects.update(starts_at=start)
    assert session.get_absolute_url() in page(HOME) and session.get_absolute_url() in page(ISSUE)
    time.sleep(max(0, (start - timezone.now()).total_seconds()))
    assert session.get_absolute_url() not in page(HOME) and session.get_absolute_url() not in page(ISSUE)


# --- Nothing of one person to another ---


def test_what_a_signed_in_person_sees_is_shown_to_nobody_else(practitioner, officer):
    for user in (practitioner, officer):
        own = Client()
        own.force_login(user)
        assert f'<span class="who__name">{user}</span>' in page(ARCHIVE, own)
        assert "who__name" not in page(ARCHIVE)
        assert f'<span class="who__name">{user}</span>' in page(ARCHIVE, own)


def test_issue_in_preparation_is_kept_for_nobody(client, officer):
    draft = bulletins.full_issue("draft", items=1)
    client.force_login(officer)
    assert client.get(draft.get_absolute_url()).status_code == 200
    assert Client().get(draft.get_absolute_url()).status_code == 404


def test_each_visitor_gets_a_token_of_their_own(issue):
    one, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    tokens = [TOKEN.findall(page(HOME, client)) for client in (one, other, one)]
    assert len({token for found in tokens for token in found}) == 3
    assert one.cookies["csrftoken"].value != other.cookies["csrftoken"].value
    answers = {"email": "pat@rivermouth.example", "csrfmiddlewaretoken": tokens[0][0]}
    url = reverse("bulletins:subscribe")
    assert [client.post(url, answers).status_code for client in (one, other)] == [302, 403]
    assert Subscription.objects.count() == 1


@pytest.mark.urls("tests.kept.urls")
def test_nonce_differs_at_each_answer(client):
    answers = [client.get("/t/nonce/") for _ in range(3)]
    nonces = [re.search("nonce='(.+)'", answer.content.decode()).group(1) for answer in answers]
    assert len(set(nonces)) == 3
    assert all(nonce in answer["Content-Security-Policy"] for nonce, answer in zip(nonces, answers, strict=True))


@pytest.mark.urls("tests.kept.urls")
def test_token_outside_a_form_is_not_kept():
    assert page("/t/token/") != page("/t/token/")


@pytest.mark.urls("tests.kept.urls")
def test_page_knows_nothing_of_the_visitor():
    assert page("/t/agent/", user_agent="Spy/1.0") == ""


@pytest.mark.urls("tests.kept.urls")
def test_session_is_each_visitors_own():
    one = Client()
    assert [page("/t/session/", client) for client in (one, one, Client())] == ["1", "2", "1"]


@pytest.mark.urls("tests.kept.urls")
def test_page_that_sets_a_cookie_is_not_kept():
    assert all("mine" in Client().get("/t/cookie/").cookies for _ in range(2))


@pytest.mark.urls("tests.kept.urls")
def test_page_of_a_table_that_is_not_watched_is_not_kept():
    assert page("/t/readers/") == "0"
    bulletins.reader()
    assert page("/t/readers/") == "1"


# --- What browsers and proxies are told ---


def test_browser_asks_before_it_shows_a_page_again(client, issue):
    first = client.get(ISSUE)
    assert first["Cache-Control"] == "private, no-cache" and "Cookie" in first["Vary"]
    assert client.get(ISSUE, headers={"If-None-Match": first["ETag"]}).status_code == 304
    corrected()
    assert client.get(ISSUE, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_page_with_a_token_is_always_sent_whole(client):
    assert "ETag" not in client.get(HOME)
