"""What the apps offer upward: a lower room shows an upper room's things through here, never by importing it.

Each app adds its offers in `AppConfig.ready()`. Readers iterate; the order is the order of the installed apps.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

Offer = TypeVar("Offer")


class Shelf(Generic[Offer]):
    """Offers of one kind by name. A name is given once; giving it again is a mistake that stops the start-up."""

    def __init__(self) -> None:
        self._offers: dict[str, Offer] = {}

    def add(self, name: str, offer: Offer) -> None:
        if name in self._offers:
            raise ValueError(f"{name!r} is registered twice.")
        self._offers[name] = offer

    def __iter__(self) -> Iterator[Offer]:
        return iter(self._offers.values())

    def items(self) -> Iterable[tuple[str, Offer]]:
        return self._offers.items()

    def __getitem__(self, name: str) -> Offer:
        return self._offers[name]


@dataclass(frozen=True)
class Figure:
    """One number of the yearly report, with where it comes from."""

    key: str
    label: str
    value: Decimal | int | None
    source: str  # "computed" or "recorded"
    definition: str  # what was counted, or the document that states it
    qualifier: str = "exact"  # "exact", "at least" or "about"
    unit: str = ""  # "", "%", "£", "per 10,000"
    start: date | None = None  # its own period; empty where it is the period that was asked for
    end: date | None = None
    is_illustrative: bool = False  # invented for the demonstration


@dataclass(frozen=True)
class WorkLine:
    """One line of work waiting for the business unit, on the admin's front page."""

    title: str
    url: str
    detail: str = ""
    count: int | None = None
    urgency: str = "normal"  # "failed", "today" or "normal": failed comes first


@dataclass(frozen=True)
class SearchText:
    """What search holds of one thing. Plain text only; `audience` is "public", "signed_in" or "role:<role>"."""

    key: str  # "<app>.<model>:<pk>", unique
    kind: str  # the word shown beside the hit: "Bulletin item", "Course"
    title: str
    summary: str
    body: str
    url: str
    audiences: tuple[str, ...] = ("public",)
    dated: date | None = None
    visible_from: datetime | None = None
    visible_until: datetime | None = None
    out_of_date: bool = False
    priorities: tuple[str, ...] = ()  # slugs


@dataclass(frozen=True)
class PersonalRecords:
    """How one app answers a person who asks for their own records or for their erasure.

    `export(user)` returns rows as plain dictionaries; `erase(user)` deletes or pseudonymises
    and returns a sentence that says what was done and what is kept, why and how long.
    """

    title: str
    export: Callable[[Any], list[dict]]
    erase: Callable[[Any], str]


@dataclass(frozen=True)
class Carrier:
    """Something upstream that carries a finding or a recommendation into practice: a course, an item, a document."""

    kind: str
    title: str
    url: str
    dated: date | None = field(default=None)


figures: Shelf[Callable[[date, date], list[Figure]]] = Shelf()
search_texts: Shelf[Callable[[], Iterable[SearchText]]] = Shelf()
work_lists: Shelf[Callable[[Any], list[WorkLine]]] = Shelf()
personal_records: Shelf[PersonalRecords] = Shelf()
# signed-in user -> the audiences of search texts that this reader belongs to, as in "role:executive"
audiences: Shelf[Callable[[Any], Iterable[str]]] = Shelf()
# (stored file, user) -> may this person read it? A file is served when one of them says yes.
file_readers: Shelf[Callable[[Any, Any], bool]] = Shelf()
# the models whose rows public pages show: a write to their tables makes kept pages untrue (portal/kept)
shown_models: Shelf[Iterable[Any]] = Shelf()
# those of them, with very many rows, whose moments all lie in the past: the clock changes nothing of them
past_models: Shelf[Iterable[Any]] = Shelf()
# recommendation -> what carries it
carriers: Shelf[Callable[[Any], list[Carrier]]] = Shelf()
