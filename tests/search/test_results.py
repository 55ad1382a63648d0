import pytest
from django.urls import reverse

from portal.search import services
from tests.queries import number_of_queries
from tests.search.factories import indexed, text
from tests.search.test_find import HOSTILE

pytestmark = pytest.mark.django_db


def ask(client, **query):
    return client.get(reverse("search:results"), query)


def test_results_escape_what_they_mark(client, partnership):
    indexed("Neglect <i>now</i>", "x", summary="About neglect & <script>alert(1)</script>")
    page = ask(client, q="neglect").text
    assert "About <mark>neglect</mark> &amp; &lt;script&gt;" in page
    assert "Neglect &lt;i&gt;now&lt;/i&gt;" in page


def test_results_without_words_give_advice(client, partnership):
    assert "To find more" in ask(client).text
    assert "To find more" in ask(client, q="zebra").text


def test_results_say_when_only_some_words_were_found(client, partnership):
    indexed("Neglect")
    assert "No page has all of these words" in ask(client, q="neglect zebra").text


def test_results_by_kind_keep_the_words(client, partnership):
    indexed("Neglect course", kind="Course")
    indexed("Neglect policy", kind="Policy")
    response = ask(client, q="neglect", kind="Course")
    assert [hit.title for hit in response.context["found"].hits] == ["Neglect course"]
    assert 'name="q" value="neglect"' in response.text
    assert "1 page found" in response.text


@pytest.mark.parametrize(
    ("page", "number"), [("2", 2), ("99", 2), ("-1", 1), ("0", 1), ("²", 1), ("x", 1), ("", 1), ("9" * 400, 1)]
)
def test_results_pages(client, partnership, page, number):
    services.index(text(f"Neglect {number}") for number in range(25))
    response = ask(client, q="neglect", page=page)
    assert response.context["page_obj"].number == number
    assert len(response.context["found"].hits) == (20 if number == 1 else 5)


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_results_never_fail(client, partnership, query):
    indexed("Neglect")
    query = query.encode("utf-8", "replace")
    assert client.get(reverse("search:results"), {"q": query, "kind": query}).status_code == 200


def test_results_cost_the_same_for_any_number(client, partnership):
    costs = []
    for number in range(10):
        indexed(f"Neglect {number}")
        costs.append(number_of_queries(client, reverse("search:results") + "?q=neglect"))
    assert costs[0] == costs[-1]
