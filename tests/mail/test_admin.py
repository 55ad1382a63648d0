import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.mail.models import Delivery
from tests.mail.factories import queue

pytestmark = pytest.mark.django_db
LIST = "admin:mail_delivery_changelist"


@pytest.fixture
def failed(officer, client) -> Delivery:
    client.force_login(officer)
    queue("not an address", "kim@a.example")
    return Delivery.objects.failed().get()


def retry(client, deliveries, **fields):
    chosen = [delivery.pk for delivery in deliveries]
    return client.post(reverse(LIST), {"action": "retry", "_selected_action": chosen, **fields})


def test_delivery_list_filters_and_searches(client, failed):
    shown = client.get(reverse(LIST), {"status__exact": "failed"}).content.decode()
    assert "not an address" in shown
    assert "kim@a.example" not in shown
    assert "kim@a.example" in client.get(reverse(LIST), {"q": "kim@"}).content.decode()


def test_delivery_list_asks_as_often_for_ten_as_for_one(client, failed, django_assert_num_queries):
    client.get(reverse(LIST))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(LIST))
    queue(*[f"reader{n}@a.example" for n in range(10)], prefix="more")
    with django_assert_num_queries(len(few)):
        client.get(reverse(LIST))


def test_message_and_delivery_pages_open_and_change_nothing(client, failed):
    message = reverse("admin:mail_message_change", args=[failed.message_id])
    shown = client.get(message).content.decode()
    assert "Waiting: 1. Not sent: 1" in shown
    assert client.get(reverse("admin:mail_message_changelist"), {"q": "subject"}).status_code == 200
    assert client.get(reverse(LIST), {"message__id__exact": failed.message_id}).status_code == 200
    assert client.get(reverse("admin:mail_delivery_change", args=[failed.pk])).status_code == 200
    assert client.post(message, {"subject": "x"}).status_code == 403


def test_retry_asks_first(client, failed):
    response = retry(client, [failed])
    assert "1 email that failed goes back in line" in response.content.decode()
    failed.refresh_from_db()
    assert failed.status == "failed"


def test_retry_confirmed_puts_failed_ones_back_in_line(client, failed):
    assert retry(client, Delivery.objects.all(), confirmed="yes").status_code == 302
    failed.refresh_from_db()
    assert (failed.status, failed.attempts) == ("queued", 0)


def test_retry_of_nothing_failed_says_so(client, failed):
    response = retry(client, Delivery.objects.due())
    assert "None of the emails you chose can be tried again" in response.content.decode()


def test_retry_needs_the_permission(client, failed, officer):
    officer.groups.first().permissions.remove(*officer.groups.first().permissions.filter(codename="change_delivery"))
    client.force_login(officer)
    retry(client, [failed], confirmed="yes")
    failed.refresh_from_db()
    assert failed.status == "failed"
