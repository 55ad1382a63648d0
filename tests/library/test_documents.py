from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.library.models import Document
from tests.factories import priority
from tests.library.factories import document, version
from tests.queries import number_of_queries

pytestmark = pytest.mark.django_db


def shown(client, **query) -> list[str]:
    return [row.title for row in client.get(reverse("library:documents"), query).context["page_obj"]]


def test_documents_filtered_by_kind_priority_and_words(client, partnership):
    neglect = priority("Neglect")
    first = document("Neglect policy")
    first.priorities.add(neglect)
    document("Bruising protocol", kind=Document.Kind.PROTOCOL, body="<p>Babies who do not move.</p>")
    assert shown(client) == ["Bruising protocol", "Neglect policy"]
    assert shown(client, kind="protocol") == ["Bruising protocol"]
    assert shown(client, priority="neglect") == ["Neglect policy"]
    assert shown(client, q="babies MOVE") == ["Bruising protocol"]
    assert shown(client, kind=["policy", "protocol"], priority="neglect") == ["Neglect policy"]


def test_documents_counts_each_choice_under_the_other_filters(client, partnership):
    first, second = document("One"), document("Two", kind=Document.Kind.FORM)
    first.priorities.add(priority("Neglect"), priority("Early help"))
    second.priorities.add(priority("Neglect"))
    facets = client.get(reverse("library:documents"), {"kind": "policy"}).context["facets"]
    assert [(option.value, option.count) for option in facets[0].options] == [("policy", 1), ("form", 1)]
    assert [(option.value, option.count) for option in facets[1].options] == [("early-help", 1), ("neglect", 1)]


def test_documents_in_use_leads_to_the_list_without_it(client, partnership):
    document()
    used = client.get(reverse("library:documents"), {"kind": "policy", "q": "neglect", "page": "1"}).context["in_use"]
    assert [(choice.label, choice.url) for choice in used] == [("“neglect”", "?kind=policy"), ("Policy", "?q=neglect")]


@pytest.mark.parametrize(
    "query", [{"kind": "x"}, {"page": "-1"}, {"q": "\x00%_'"}, {"priority": "\x00"}, {"q": "a" * 9999}]
)
def test_documents_with_odd_queries(client, partnership, query):
    document()
    assert client.get(reverse("library:documents"), query).status_code == 200


def test_documents_cost_the_same_for_any_number(client, partnership):
    url, costs = reverse("library:documents"), []
    for number in range(10):
        row = document(f"Document {number}")
        version(row, with_file=False)
        row.priorities.add(priority())
        costs.append(number_of_queries(client, url))
    assert costs[0] == costs[-1]


def test_document_offers_current_and_earlier_versions(client, partnership):
    row = document(review_on=timezone.localdate())
    first, second = version(row, 1, note="First words"), version(row, 2)
    version(row, 3, published_on=timezone.localdate() + timedelta(days=1), note="Not yet")
    response = client.get(row.get_absolute_url())
    assert response.context["current"] == second
    assert response.context["earlier"] == [first]
    assert second.file.get_absolute_url() in response.text
    assert "Due for review" in response.text
    assert "Not yet" not in response.text


def test_document_without_anything_to_read_says_so(client, partnership):
    assert "Nothing to read yet" in client.get(document().get_absolute_url()).text


def test_document_about_abuse_offers_to_leave(client, partnership):
    assert "Exit this page" in client.get(document(is_about_abuse=True).get_absolute_url()).text
    assert "Exit this page" not in client.get(document("Other").get_absolute_url()).text


@pytest.mark.parametrize("fields", [{"is_public": False}, {"is_published": False}])
def test_document_hidden_from_visitors_is_not_found_nor_listed(client, partnership, fields):
    row = document(**fields)
    assert client.get(row.get_absolute_url()).status_code == 404
    assert shown(client) == []


def test_restricted_document_is_for_people_who_signed_in(client, practitioner):
    row = document(is_public=False)
    document("Draft", is_published=False)
    client.force_login(practitioner)
    assert client.get(row.get_absolute_url()).status_code == 200
    assert shown(client) == [row.title]


def test_draft_is_for_editors(client, officer):
    row = document(is_published=False)
    client.force_login(officer)
    assert "Not published" in client.get(row.get_absolute_url()).text


def test_file_of_a_public_document_is_served(client, partnership):
    stored = version(document()).file
    assert client.get(stored.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("fields", [{"is_public": False}, {"is_published": False}])
def test_file_of_a_hidden_document_is_not_found(client, partnership, fields):
    stored = version(document(**fields)).file
    assert client.get(stored.get_absolute_url()).status_code == 404


def test_file_of_a_restricted_document_is_for_people_who_signed_in(client, practitioner):
    stored = version(document(is_public=False)).file
    client.force_login(practitioner)
    assert client.get(stored.get_absolute_url()).status_code == 200


def test_file_of_a_version_still_to_come_is_not_found(client, partnership):
    stored = version(document(), published_on=timezone.localdate() + timedelta(days=1)).file
    assert client.get(stored.get_absolute_url()).status_code == 404
