import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.bulletins import factories

pytestmark = pytest.mark.django_db


def test_bulletin_shows_everything_of_its_items(client, partnership):
    issue = factories.full_issue(items=2)
    page = client.get(issue.get_absolute_url()).content.decode()
    for words in ("Item 0 of", "Item 1 of", "Read the factsheet on neglect", "tel:01632960002", "Town hall", "2 items"):
        assert words in page


@pytest.mark.parametrize("status", ["draft", "in_review", "approved", "scheduled"])
def test_bulletin_that_is_not_published_is_hidden(client, officer, practitioner, status):
    issue = factories.full_issue(status)
    addresses = [issue.get_absolute_url(), issue.items.first().get_absolute_url()]
    assert [client.get(url).status_code for url in addresses] == [404, 404]
    client.force_login(practitioner)
    assert [client.get(url).status_code for url in addresses] == [404, 404]
    client.force_login(officer)
    assert [client.get(url).status_code for url in addresses] == [200, 200]


def test_bulletin_shows_an_edit_at_once(client, partnership):
    issue = factories.full_issue(items=1)
    client.get(issue.get_absolute_url())
    row = issue.items.get()
    row.heading = "A heading that was corrected"
    row.save()
    row.links.update(text="A link that was corrected")
    page = client.get(issue.get_absolute_url()).content.decode()
    assert "A heading that was corrected" in page
    assert "A link that was corrected" in page


def test_bulletin_makes_the_same_queries_for_more_items(client, partnership):
    few, many = factories.full_issue(items=1), factories.full_issue(title="Long one", items=10)
    client.get(few.get_absolute_url())
    with CaptureQueriesContext(connection) as of_few:
        client.get(few.get_absolute_url())
    with CaptureQueriesContext(connection) as of_many:
        client.get(many.get_absolute_url())
    assert len(of_few) == len(of_many)


def test_bulletin_leads_to_its_neighbours(client, partnership):
    now = timezone.now()
    titles = ["September 2024", "October 2024", "November 2024"]
    for number, title in enumerate(titles):
        factories.full_issue("sent", title, published_at=now - timezone.timedelta(days=90 - 30 * number))
    factories.full_issue("draft", "December 2024")
    page = client.get(reverse("bulletins:bulletin", args=["october-2024"])).content.decode()
    assert 'rel="prev"><span>Earlier issue</span>September 2024' in page
    assert 'rel="next"><span>Later issue</span>November 2024' in page


def test_bulletin_begins_with_its_spotlight(client, partnership):
    issue = factories.full_issue(items=1)
    factories.item(issue, "A bruise on a baby", kind="policy", is_spotlight=True, position=9)
    page = client.get(issue.get_absolute_url()).content.decode()
    assert page.index('<section class="panel item--lead" id="a-bruise-on-a-baby">') < page.index(
        '<article class="item"'
    )


def test_item_has_an_address_of_its_own(client, partnership):
    issue = factories.full_issue(items=1)
    row = issue.items.get()
    assert row.get_absolute_url() == "/bulletins/november-2024/item-0-of-november-2024/"
    assert "Item 0 of November 2024</h1>" in client.get(row.get_absolute_url()).content.decode()


def test_item_past_its_last_day_is_labelled(client, partnership):
    row = factories.item(
        factories.bulletin(status="sent"), valid_until=timezone.localdate() - timezone.timedelta(days=1)
    )
    assert "Out of date" in client.get(row.get_absolute_url()).content.decode()


@pytest.mark.parametrize("slug", ["subscribe", "feed", "preferences", "unsubscribe"])
def test_bulletin_may_not_take_an_address_of_ours(slug):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        factories.bulletin(slug=slug).full_clean()
