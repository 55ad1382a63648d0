from datetime import date, timedelta

import pytest
from django.utils import timezone

from portal.search import services
from portal.search.models import SearchEntry
from tests.search.factories import indexed, text, titles

pytestmark = pytest.mark.django_db


def test_words_are_found_by_stem_and_in_any_order():
    indexed("Neglect", "Practitioners noticed missed appointments.")
    assert titles("appointment practitioner") == ["Neglect"]
    assert titles("appointment dentist") == ["Neglect"]  # no page has both: those with some
    assert services.find("appointment dentist", user=None).has_every_word is False


def test_an_unfinished_last_word_finds_longer_ones():
    indexed("Exploitation")
    assert titles("exploi") == ["Exploitation"]
    assert titles("exploi toolkit") == []


def test_accents_do_not_matter_either_way():
    indexed("Zoë’s café")
    indexed("Cafe rota")
    assert set(titles("café")) == set(titles("cafe")) == {"Zoë’s café", "Cafe rota"}
    assert titles("zoe") == ["Zoë’s café"]


@pytest.mark.parametrize("query", ["zoe", "Zoë"])
def test_accented_words_are_marked_as_they_are_written(query):
    indexed("One", "A naïve question. " * 40 + "At the café ask for Zoë’s rota — or “Anaïs”.")
    snippet = services.find(query, user=None).hits[0].snippet
    assert [part.text for part in snippet if part.is_marked] == ["Zoë"]
    assert "At the café ask for " in snippet[0].text


def test_accents_in_a_summary_stay_where_they_are():
    indexed("One", summary="Cafés, crèches and Zoe\u0308’s playgroup: “naïve” questions")
    snippet = services.find("creches playgroup", user=None).hits[0].snippet
    assert [part.text for part in snippet if part.is_marked] == ["crèches", "playgroup"]
    assert "".join(part.text for part in snippet) == "Cafés, crèches and Zoe\u0308’s playgroup: “naïve” questions"


def test_title_weighs_more_than_body():
    indexed("A long page", "neglect " * 3 + "and other words")
    indexed("Neglect", "something else")
    assert titles("neglect") == ["Neglect", "A long page"]


def test_out_of_date_things_come_last():
    indexed("Neglect course", out_of_date=True)
    indexed("Notes", "on neglect")
    assert titles("neglect") == ["Notes", "Neglect course"]


def test_quoted_words_stand_together():
    indexed("One", "graded care profile")
    indexed("Two", "the profile of graded family care")
    assert titles('"graded care profile"') == ["One"]
    assert set(titles("graded care profile")) == {"One", "Two"}


def test_snippet_marks_words_and_joins_phrases():
    indexed("One", "Use the graded care profile & talk early.")
    snippet = services.find('"graded care profile"', user=None).hits[0].snippet
    assert [part.text for part in snippet if part.is_marked] == ["graded care profile"]
    assert "".join(part.text for part in snippet) == "Use the graded care profile & talk early."


def test_summary_is_the_snippet_unless_only_the_body_has_the_word():
    indexed("One", "Deep in the body: thresholds.", summary="A guide to referrals.")
    assert services.find("referral", user=None).hits[0].snippet[1].text == "referrals"
    assert any(part.is_marked for part in services.find("threshold", user=None).hits[0].snippet)


def test_only_what_the_reader_may_see(practitioner, executive):
    for audience in ("public", "signed_in", "role:executive"):
        indexed(f"Neglect {audience}", audiences=(audience,))
    assert len(titles("neglect")) == 1
    assert len(titles("neglect", practitioner)) == 2
    assert len(titles("neglect", executive)) == 3


def test_a_text_without_audience_is_shown_to_nobody(executive):
    indexed("Neglect", audiences=())
    assert titles("neglect", executive) == []


def test_only_while_visible():
    now = timezone.now()
    indexed("Neglect soon", visible_from=now + timedelta(hours=1))
    indexed("Neglect gone", visible_until=now - timedelta(hours=1))
    indexed("Neglect now", visible_from=now - timedelta(hours=1), visible_until=now + timedelta(hours=1))
    assert titles("neglect") == ["Neglect now"]


def test_kinds_are_counted_before_the_filter():
    indexed("Neglect course", kind="Course")
    indexed("Neglect policy", kind="Document")
    found = services.find("neglect", user=None, kinds=["Course"])
    assert (found.total, [hit.kind for hit in found.hits]) == (1, ["Course"])
    assert found.kinds == [("Course", 1), ("Document", 1)]


def test_filter_by_priority():
    indexed("Bruises", "baby", priorities=("neglect", "early-help"))
    indexed("Bottles", "baby", priorities=("neglect-of-adults",))
    assert titles("baby", priorities=["neglect"]) == ["Bruises"]


def test_pages_do_not_overlap():
    services.index(text(f"Neglect {number}", dated=date(2024, 1, 1)) for number in range(7))
    first, second = titles("neglect", limit=4), titles("neglect", limit=4, offset=4)
    assert len({*first, *second}) == 7


HOSTILE = [
    "",
    "   ",
    '"',
    '""',
    '"""neglect',
    "neglect AND",
    "NOT neglect OR",
    "neglect NEAR(a b)",
    "title:neglect",
    "neglect*",
    "^neglect",
    "(((",
    "a:b:c!&|<->",
    "'; DROP TABLE search_searchentry; --",
    "\\",
    "%",
    "neg\x00lect",
    "\x02\x03",
    "\ud800",
    "the of and",
    "💙",
    "ﬀ ² ß Ǆ",
    "neglect " * 1250,
    "n" * 10_000,
    '"' * 10_000,
    "- ? ! ...",
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_no_query_fails(query):
    indexed("Neglect", "a body", summary="a summary")
    services.find(query, user=None, kinds=["\x00"[:0], "'"], priorities=["%"])
    assert services.find(query, user=None).total in (0, 1)


def test_operators_are_only_words():
    indexed("Neglect")
    assert titles("neglect AND") == titles("(neglect)") == titles("title:neglect*") == ["Neglect"]


def test_find_costs_the_same_for_any_number_of_hits(django_assert_num_queries):
    services.index(text(f"Neglect {number}") for number in range(30))
    with django_assert_num_queries(3):
        assert len(titles("neglect", limit=20)) == 20


def test_index_replaces_what_it_knew():
    indexed("Neglect", "first words")
    services.index([text("Neglect", "second words"), text("Neglect", "third words")])
    assert titles("first") == []
    assert titles("third") == ["Neglect"]
    assert SearchEntry.objects.count() == 1


def test_index_takes_what_databases_refuse():
    indexed("Neg\x00lect", "word " * 400_000 + "\x00", key="tests.page:1", url="/1/")
    assert titles("lect") == ["Neg lect"]


def test_remove():
    row = indexed("Neglect")
    services.remove([row.key, "tests.page:unknown"])
    assert titles("neglect") == []
