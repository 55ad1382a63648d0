"""Filters above a list: choices with counts, what is in use, and the address without each of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict


@dataclass(frozen=True)
class Option:
    """One box of a filter: what it is called, how many things it would show, and whether it is in use."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True)
class Facet:
    """One question of the filter: several choices of it mean any of them."""

    name: str
    legend: str
    options: list[Option]

    @property
    def chosen(self) -> list[Option]:
        return [option for option in self.options if option.checked]


@dataclass(frozen=True)
class InUse:
    """A choice that narrows the list now, with the address of the same page without it."""

    label: str
    url: str


def asked(params: QueryDict, name: str) -> list[str]:
    """The choices asked for; PostgreSQL takes no NUL, and no choice of ours has one."""
    return [value for value in params.getlist(name) if "\x00" not in value]


def facet(
    params: QueryDict, name: str, legend: str, choices: Iterable[tuple[str, str]], counts: Iterable[tuple[str, int]]
) -> Facet:
    """The choices that would find something, and those in use even when they find nothing."""
    numbers, chosen = {str(value): count for value, count in counts}, set(asked(params, name))
    options = [Option(str(value), label, numbers.get(str(value), 0), str(value) in chosen) for value, label in choices]
    return Facet(name, legend, [option for option in options if option.count or option.checked])


def in_use(params: QueryDict, facets: Iterable[Facet], words: str = "") -> list[InUse]:
    """What narrows the list, words first; removing one starts again at the first page."""
    applied = [InUse(f"“{words}”", _without(params, "q", params.get("q", "")))] if words else []
    return applied + [
        InUse(option.label, _without(params, facet.name, option.value)) for facet in facets for option in facet.chosen
    ]


def _without(params: QueryDict, name: str, value: str) -> str:
    rest = params.copy()
    rest.pop("page", None)
    rest.setlist(name, [kept for kept in rest.getlist(name) if kept != value])
    return f"?{rest.urlencode()}"
