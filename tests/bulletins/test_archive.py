import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import factories as world
from tests.bulletins import factories

pytestmark = pytest.mark.django_db
URL = reverse("bulletins:archive")


def test_archive_lists_published_issues_newest_first(client, partnership):
    factories.full_issue("sent", "October 2024", published_at=timezone.now() - timezone.timedelta(days=30))
    factories.full_issue("sending", "November 2024")
    factories.full_issue("approved", "December 2024")
    page = client.get(URL).content.decode()
    assert "2 issues" in page
    assert page.index("November 2024") < page.index("October 2024")
    assert "December 2024" not in page


def test_archive_without_issues_says_so(client, partnership):
    assert "No issue yet" in client.get(URL).content.decode()


def test_archive_filters_items_by_priority_of_item_or_section(client, partnership):
    neglect, abuse = world.priority("Neglect"), world.priority("Domestic abuse")
    issue = factories.bulletin(status="sent")
    factories.item(factories.section(issue, "Neglect", neglect), "By its section")
    factories.item(factories.section(issue, "Other"), "By itself", neglect)
    factories.item(factories.section(issue, "Third", abuse), "Not this one")
    page = client.get(URL, {"priority": "neglect"}).content.decode()
    assert "2 items in 1 issue" in page
    assert "Not this one" not in page
    assert "Domestic abuse <span" in page


def test_archive_filters_by_kind_and_year(client, partnership):
    issue = factories.bulletin(status="sent")
    factories.item(issue, "An event", kind="event")
    factories.item(issue, "A policy", kind="policy")
    year = timezone.localdate().year
    page = client.get(URL, {"kind": "event", "year": str(year)}).content.decode()
    assert "An event" in page
    assert "A policy" not in page
    assert "An event" not in client.get(URL, {"kind": "event", "year": "1999"}).content.decode()


def test_archive_finds_words(client, partnership):
    issue = factories.bulletin(status="sent")
    factories.item(issue, "Professional curiosity", body="<p>Look past the first answer.</p>")
    factories.item(issue, "White ribbon")
    page = client.get(URL, {"q": "curiosity"}).content.decode()
    assert "1 item in 1 issue" in page
    assert "White ribbon" not in page


@pytest.mark.parametrize(
    "query", ["year=x", "year=²", "kind=nothing", "priority=%00", "page=zzz", "q=%00", "q=" + "x" * 300, "q=%22("]
)
def test_archive_passes_over_what_it_does_not_understand(client, partnership, query):
    factories.full_issue()
    assert client.get(f"{URL}?{query}").status_code == 200


@pytest.mark.parametrize("query", [{}, {"priority": "neglect"}])
def test_archive_makes_the_same_queries_for_more_issues(client, partnership, query):
    neglect = world.priority("Neglect")

    def publish(number):
        factories.full_issue("sent", f"Issue {number}").sections.first().priorities.add(neglect)

    publish(0)
    client.get(URL, query)
    with CaptureQueriesContext(connection) as few:
        client.get(URL, query)
    for number in range(1, 10):
        publish(number)
    with CaptureQueriesContext(connection) as many:
        client.get(URL, query)
    assert len(few) == len(many)


def test_feed_holds_published_items(client, partnership):
    factories.full_issue("sent", items=2)
    factories.full_issue("draft", "December 2024")
    response = client.get(reverse("bulletins:feed"))
    text = response.content.decode()
    assert response["Content-Type"].startswith("application/atom+xml")
    assert text.count("<entry>") == 2
    assert "December 2024" not in text


def test_feed_of_priority_holds_its_items_alone(client, partnership):
    issue = factories.bulletin(status="sent")
    factories.item(issue, "Tagged", world.priority("Neglect"))
    factories.item(issue, "Untagged")
    text = client.get(reverse("bulletins:feed_of_priority", args=["neglect"])).content.decode()
    assert "Tagged</title>" in text
    assert "Untagged" not in text
    assert client.get(reverse("bulletins:feed_of_priority", args=["no-such"])).status_code == 404
