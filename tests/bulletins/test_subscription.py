import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bulletins import offers
from bulletins.models import Subscription
from bulletins.services import subscriptions
from portal.mail.models import Delivery, Message
from tests import factories as world
from tests.bulletins import factories

SUBSCRIBE = reverse("bulletins:subscribe")


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]


def link_in(message: Message, path: str) -> str:
    """The address in a mail that leads to this path, without the host. It fills a slot and stands in no text."""
    assert path not in message.text + message.html
    slots = " ".join(message.deliveries.get().slots.values())
    return re.search(rf"https?://[^/\s]+({re.escape(path)}[^\s]*)", slots).group(1)


def asked(client, email="Pat@Rivermouth.example ") -> Message:
    response = client.post(SUBSCRIBE, {"email": email})
    assert (response.status_code, response.url) == (302, reverse("bulletins:subscribe_asked"))
    return Message.objects.first()


def test_subscribe_confirm_change_and_leave_from_the_mails_own_links(client):
    link = link_in(asked(client), "/bulletins/subscribe/confirm/")
    assert "p...t@rivermouth.example" in client.get(link).content.decode()
    assert Subscription.objects.get().status == "pending"
    assert "You are subscribed" in client.post(link).content.decode()
    subscription = Subscription.objects.get()
    assert (subscription.email, subscription.status) == ("pat@rivermouth.example", "active")

    again = asked_again(client, subscription)
    neglect = world.priority("Neglect")
    preferences = link_in(again, "/bulletins/preferences/")
    assert client.post(preferences, {"priorities": [neglect.pk]}).status_code == 302
    assert list(subscription.priorities.all()) == [neglect]

    leave = link_in(again, "/bulletins/unsubscribe/")
    page = client.get(leave).content.decode()
    assert "p...t@rivermouth.example" in page
    assert "pat@rivermouth.example" not in page
    assert Subscription.objects.get().status == "active"
    assert "You have left" in client.post(leave).content.decode()
    assert Subscription.objects.get().status == "stopped"


def asked_again(client, subscription) -> Message:
    Subscription.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    message = asked(client)
    assert message.kind == "bulletins.already_subscribed"
    return message


def test_subscribe_answers_the_same_for_every_address(client):
    factories.reader("known@rivermouth.example")
    factories.reader("left@rivermouth.example", "stopped")
    answers = {
        client.post(SUBSCRIBE, {"email": email}, follow=True).content
        for email in ("known@rivermouth.example", "left@rivermouth.example", "new@rivermouth.example")
    }
    assert len(answers) == 1


def test_subscribe_sends_one_mail_however_often_it_is_pressed(client):
    for _ in range(3):
        client.post(SUBSCRIBE, {"email": "pat@rivermouth.example"})
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("email", ["", "no address", "a@b", "a@rivermouth.example\nBcc: x@y.example"])
def test_subscribe_refuses_what_is_no_address(client, email):
    response = client.post(SUBSCRIBE, {"email": email})
    assert response.status_code == 422
    assert "<title>Error: " in response.content.decode()
    assert not Subscription.objects.exists()


def test_subscribe_is_limited(client):
    codes = [client.post(SUBSCRIBE, {"email": f"a{n}@rivermouth.example"}).status_code for n in range(11)]
    assert codes == [302] * 10 + [429]


def test_confirm_link_that_ran_out_offers_a_new_one(client, monkeypatch):
    first = link_in(asked(client), "/bulletins/subscribe/confirm/")
    monkeypatch.setattr(subscriptions, "CONFIRM_WITHIN", timedelta(seconds=-1))
    response = client.get(first)
    assert response.status_code == 410
    assert "Send me a new link" in response.content.decode()
    assert client.post(first).status_code == 410
    Subscription.objects.update(asked_at=timezone.now() - timedelta(days=8))
    renew = reverse("bulletins:subscribe_again", args=[first.rstrip("/").rpartition("/")[2]])
    assert client.post(renew).url == reverse("bulletins:subscribe_asked")
    monkeypatch.undo()
    second = link_in(Message.objects.first(), "/bulletins/subscribe/confirm/")
    assert second != first
    assert client.post(first).status_code == 410
    assert "You are subscribed" in client.post(second).content.decode()


@pytest.mark.parametrize("token", ["nonsense", "1-x:aaaa:bbbb", "x" * 300])
def test_confirm_refuses_a_link_that_is_not_ours(client, token):
    assert client.get(reverse("bulletins:subscribe_confirm", args=[token])).status_code == 410


@pytest.mark.parametrize("name", ["preferences", "unsubscribe"])
def test_links_that_are_not_ours_lead_nowhere(client, name):
    reader = factories.reader()
    assert client.get(reverse(f"bulletins:{name}", args=[f"{reader.pk}:forged"])).status_code == 404


def test_unsubscribe_by_one_click_needs_no_cookie():
    reader = factories.reader()
    strict = Client(enforce_csrf_checks=True)
    url = reverse("bulletins:unsubscribe", args=[subscriptions.reader_token(reader)])
    response = strict.post(url, {"List-Unsubscribe": "One-Click"})
    assert (response.status_code, response.content) == (200, b"Unsubscribed.")
    assert strict.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    reader.refresh_from_db()
    assert reader.status == "stopped"


def test_preferences_need_the_forms_token():
    reader = factories.reader()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("bulletins:preferences", args=[subscriptions.reader_token(reader)])).status_code == 403


def test_preferences_of_one_who_left_offer_to_subscribe(client):
    url = reverse("bulletins:preferences", args=[subscriptions.reader_token(factories.reader(status="stopped"))])
    assert "gets nothing at present" in client.get(url).content.decode()


def test_who_left_may_come_back(client):
    factories.reader("pat@rivermouth.example", "stopped")
    link = link_in(asked(client), "/bulletins/subscribe/confirm/")
    client.post(link)
    assert Subscription.objects.get().status == "active"


@pytest.mark.parametrize(
    ("email", "masked"),
    [("pat@a.example", "p...t@a.example"), ("jo@a.example", "j...@a.example"), ("x@a.example", "x...@a.example")],
)
def test_masked_email(email, masked):
    assert Subscription(email=email).masked_email == masked


def test_personal_records_of_an_account(practitioner):
    factories.reader(practitioner.email)
    factories.reader("other@rivermouth.example")
    (row,) = offers.export_subscription(practitioner)
    assert row["Email address"] == practitioner.email
    assert "deleted" in offers.erase_subscription(practitioner)
    assert Subscription.objects.get().email == "other@rivermouth.example"
    assert "no subscription" in offers.erase_subscription(practitioner)


@pytest.mark.parametrize("number", ["99999999999999999999", "x", "-1"])
def test_preferences_of_what_is_no_priority_are_refused(client, number):
    url = reverse("bulletins:preferences", args=[subscriptions.reader_token(factories.reader())])
    assert 400 <= client.post(url, {"priorities": [number]}).status_code < 500
