"""The one place that knows which database is below: FTS5 on SQLite, a tsvector on PostgreSQL.

Each engine says how entries match, how well, and how matching words are marked. The tables and the
column are made by migration 0002.
"""

import unicodedata
from collections.abc import Sequence
from typing import Protocol

from django.db import connection
from django.db.models import QuerySet

from portal.search.words import Term

# Control characters never stand in indexed text, so they mark matches unmistakably.
START, STOP = "\x02", "\x03"


class Engine(Protocol):
    def matching(self, entries: QuerySet, terms: Sequence[Term], every: bool) -> QuerySet:
        """Entries with all terms, or with any of them."""

    def ranked(self, entries: QuerySet, terms: Sequence[Term], every: bool) -> QuerySet:
        """The same, with `rank`: the smaller the better."""

    def marked(self, entries: QuerySet, terms: Sequence[Term]) -> QuerySet:
        """The same entries with `marked_summary` and `marked_body`: matching words between START and STOP."""

    def snippets(self, entry) -> tuple[str, str]:
        """Summary and body of a marked entry as its author wrote them, with the marks."""


class Fts5:
    """Title counts ten times, summary four times as much as the body."""

    RANK = "bm25(search_fts, 10.0, 4.0, 1.0)"

    def expression(self, terms: Sequence[Term], every: bool) -> str:
        parts = []
        for term in terms:
            phrase = f'"{" ".join(term.words)}"'
            parts.append(f"({phrase} OR {phrase}*)" if term.unfinished else phrase)
        return (" AND " if every else " OR ").join(parts)

    def matching(self, entries: QuerySet, terms: Sequence[Term], every: bool) -> QuerySet:
        return entries.extra(
            tables=["search_fts"],
            where=["search_fts.rowid = search_searchentry.id", "search_fts MATCH %s"],
            params=[self.expression(terms, every)],
        )

    def ranked(self, entries: QuerySet, terms: Sequence[Term], every: bool) -> QuerySet:
        return self.matching(entries, terms, every).extra(select={"rank": self.RANK})

    def marked(self, entries: QuerySet, terms: Sequence[Term]) -> QuerySet:
        return (
            self.matching(entries, terms, every=False)
            .extra(
                select={
                    "marked_summary": "highlight(search_fts, 1, char(2), char(3))",
                    "marked_body": "snippet(search_fts, 2, char(2), char(3), '…', 32)",
                }
            )
            .defer("body")
        )

    def snippets(self, entry) -> tuple[str, str]:
        return entry.marked_summary or "", entry.marked_body or ""


class Tsvector:
    """Title has weight A, summary B, body D; a long body does not win by its length."""

    MATCH = "search_searchentry.document @@ to_tsquery('english', %s)"
    RANK = "-ts_rank('{0.1, 0.2, 0.4, 1.0}', search_searchentry.document, to_tsquery('english', %s), 1)"
    # Queries carry no accents, so words are compared without; `snippets` gives the text its own letters back.
    BARE = r"regexp_replace(normalize(search_searchentry.{column}, NFD), '[\u0300-\u036f]+', '', 'g')"
    HEADLINE = f"ts_headline('english', {BARE}, to_tsquery('english', %s), %s)"

    def expression(self, terms: Sequence[Term], every: bool) -> str:
        parts = []
        for term in terms:
            phrase = " <-> ".join(f"'{word}'" for word in term.words)
            parts.append(f"({phrase} | {phrase}:*)" if term.unfinished else f"({phrase})")
        return (" & " if every else " | ").join(parts)

    def matching(self, entries: QuerySet, terms: Sequence[Term], every: bool) -> QuerySet:
        return entries.extra(where=[self.MATCH], params=[self.expression(terms, every)])

    def ranked(self, entries: QuerySet, terms: Sequence[Term], every: bool) -> QuerySet:
        expression = self.expression(terms, every)
        return self.matching(entries, terms, every).extra(select={"rank": self.RANK}, select_params=[expression])

    def marked(self, entries: QuerySet, terms: Sequence[Term]) -> QuerySet:
        query, marks = self.expression(terms, every=False), f"StartSel={START}, StopSel={STOP}, "
        return entries.extra(
            select={
                "marked_summary": self.HEADLINE.format(column="summary"),
                "marked_body": self.HEADLINE.format(column="body"),
            },
            select_params=[query, marks + "HighlightAll=true", query, marks + "MaxWords=34, MinWords=16"],
        )

    def snippets(self, entry) -> tuple[str, str]:
        return accented(entry.summary, entry.marked_summary), accented(entry.body, entry.marked_body)


def accented(original: str, marked: str) -> str:
    """Marked text with the letters of the original, from which it was cut after the accents were taken away."""
    if original.isascii():
        return marked
    # For each letter without accents, where it stands in the original.
    places = [place for place, letter in enumerate(original) for _ in bare(letter)]
    begin = "".join(map(bare, original)).find(marked.replace(START, "").replace(STOP, ""))
    if begin < 0:
        return marked
    ends = iter([*places[begin + 1 :], len(original)])
    letters, at = [], places[begin] if places else 0
    for letter in marked:
        if letter not in (START, STOP):
            end = next(ends)
            letter, at = original[at:end], end
        letters.append(letter)
    return "".join(letters)


def bare(letter: str) -> str:
    """A letter without its accents."""
    return "".join(part for part in unicodedata.normalize("NFD", letter) if not "\u0300" <= part <= "\u036f")


def engine() -> Engine:
    return Tsvector() if connection.vendor == "postgresql" else Fts5()
