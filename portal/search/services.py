"""Keeping the index and asking it. Apps give their texts; readers get what they may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Count

from portal import registry
from portal.registry import SearchText
from portal.search.engines import START, STOP, engine
from portal.search.models import SearchEntry, packed
from portal.search.words import Term, printable, terms

# PostgreSQL refuses a tsvector over one megabyte; no page of ours comes near this many characters.
LONGEST_BODY = 200_000
COLUMNS = [field.name for field in SearchEntry._meta.fields if field.name not in ("id", "key")]


@dataclass(frozen=True)
class Part:
    """A piece of a snippet. Templates escape it as they escape everything; a marked one is a word that was looked for."""

    text: str
    is_marked: bool


@dataclass(frozen=True)
class Hit:
    title: str
    url: str
    kind: str
    dated: date | None
    out_of_date: bool
    snippet: tuple[Part, ...]


@dataclass(frozen=True)
class Results:
    """A page of hits. `kinds` counts before the filter by kind; `has_every_word` is False when only some words matched."""

    total: int = 0
    hits: list[Hit] = field(default_factory=list)
    kinds: list[tuple[str, int]] = field(default_factory=list)
    has_every_word: bool = True


def index(texts: Iterable[SearchText]) -> int:
    """Put texts into search, or bring them up to date. Returns how many."""
    entries = {text.key: _entry(text) for text in texts}
    SearchEntry.objects.bulk_create(
        entries.values(), batch_size=200, update_conflicts=True, unique_fields=["key"], update_fields=COLUMNS
    )
    return len(entries)


def remove(keys: Iterable[str]) -> None:
    """Take things out of search; a key that is not there is passed over."""
    SearchEntry.objects.filter(key__in=list(keys)).delete()


def rebuild() -> int:
    """Read every text of every app again and forget what is no longer offered. Returns how many there are."""
    # Asked first: what is put into search while the texts are read must not look forgotten. And all reading comes
    # before the transaction, which on SQLite keeps everybody else from writing.
    known = set(SearchEntry.objects.values_list("key", flat=True))
    texts = {text.key: text for offer in registry.search_texts for text in offer()}
    gone = list(known - texts.keys())
    with transaction.atomic():
        for begin in range(0, len(gone), 500):
            remove(gone[begin : begin + 500])
        return index(texts.values())


def find(
    query: str, *, user, kinds: Sequence[str] = (), priorities: Sequence[str] = (), limit: int = 20, offset: int = 0
) -> Results:
    """What this reader may see now that has the words, best first; where no page has all of them, those with some."""
    wanted = terms(query)
    if not wanted:
        return Results()
    visible = SearchEntry.objects.visible_to(user)
    if priorities:
        visible = visible.under(priorities)
    results = _look_up(visible, wanted, kinds, limit, offset, every=True)
    if not results.kinds and len(wanted) > 1:
        results = _look_up(visible, wanted, kinds, limit, offset, every=False)
    return results


class Under(Sequence[Hit]):
    """What one reader may see under a priority, kind by kind, newest first; read from the index page by page."""

    def __init__(self, rows) -> None:
        self.rows = rows.defer("body").order_by("kind", "-dated", "title", "pk")

    def __len__(self) -> int:
        return self.rows.count()

    def __getitem__(self, wanted):
        rows = self.rows[wanted]
        return [_plain(row) for row in rows] if isinstance(wanted, slice) else _plain(rows)

    def kinds(self) -> dict[str, int]:
        """How many there are of each kind."""
        return dict(self.rows.order_by("kind").values_list("kind").annotate(Count("pk")))


def under(priority: str, *, user, but: str = "") -> Under:
    """What this reader may see now under a priority (its slug), the page at the address `but` left out."""
    return Under(SearchEntry.objects.visible_to(user).under([priority]).exclude(url=but))


def _plain(row: SearchEntry) -> Hit:
    return Hit(row.title, row.url, row.kind, row.dated, row.out_of_date, parts(row.summary))


def keys(query: str, *, user, kinds: Sequence[str] = (), limit: int = 1000) -> list[str]:
    """The keys of what this reader may see now that has every word, for an app that filters its own rows by them."""
    wanted = terms(query)
    if not wanted:
        return []
    visible = SearchEntry.objects.visible_to(user)
    if kinds:
        visible = visible.filter(kind__in=kinds)
    return list(engine().matching(visible, wanted, True).order_by("-dated").values_list("key", flat=True)[:limit])


def _look_up(visible, wanted: list[Term], kinds: Sequence[str], limit: int, offset: int, *, every: bool) -> Results:
    matching = engine().matching(visible, wanted, every)
    counts = list(matching.order_by("kind").values_list("kind").annotate(Count("pk")))
    total = sum(number for kind, number in counts if not kinds or kind in kinds)
    if not total:
        return Results(kinds=counts, has_every_word=every)
    if kinds:
        visible = visible.filter(kind__in=kinds)
    ranked = engine().ranked(visible, wanted, every).order_by("out_of_date", "rank", "-dated", "pk")
    keys = [row.pk for row in ranked.only("pk")[offset : offset + limit]]
    # Marking words is the dear part, so it is done for this page's entries alone.
    rows = {row.pk: row for row in engine().marked(SearchEntry.objects.filter(pk__in=keys), wanted)}
    return Results(total, [_hit(rows[key]) for key in keys], counts, every)


def _hit(row) -> Hit:
    summary, body = engine().snippets(row)
    snippet = body if START in body and START not in summary else summary or body
    return Hit(row.title, row.url, row.kind, row.dated, row.out_of_date, parts(snippet))


def parts(marked: str) -> tuple[Part, ...]:
    """Marked text in pieces; marks that touch are one, so that a phrase is highlighted as a phrase."""
    marked = marked.replace(f"{STOP} {START}", " ")
    before, *marks = marked.split(START)
    pieces = [Part(before, False)]
    for mark in marks:
        word, _, rest = mark.partition(STOP)
        pieces += [Part(word, True), Part(rest, False)]
    return tuple(piece for piece in pieces if piece.text)


def _entry(text: SearchText) -> SearchEntry:
    return SearchEntry(
        key=text.key,
        kind=text.kind,
        title=printable(text.title)[:300],
        summary=printable(text.summary),
        body=printable(text.body)[:LONGEST_BODY],
        url=text.url,
        audiences=packed(text.audiences),
        priorities=packed(text.priorities),
        dated=text.dated,
        visible_from=text.visible_from,
        visible_until=text.visible_until,
        out_of_date=text.out_of_date,
    )
