"""Editions of the statutory guidance, read from data files: one folder per edition, one file per document."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "editions"


class UnknownEdition(Exception):
    """No such edition, or none that held on that day."""


@dataclass(frozen=True)
class Edition:
    name: str  # the folder: "2023"
    title: str
    publisher: str
    source: str
    effective_from: date
    effective_until: date | None


@dataclass(frozen=True)
class Requirement:
    """One thing the law asks a document to answer."""

    key: str
    title: str
    asks: str


@dataclass(frozen=True)
class OutlineGroup:
    """A chapter that holds several sections, with a page of its own."""

    key: str
    title: str
    finding: str = ""


@dataclass(frozen=True)
class OutlineSection:
    """A section as the edition lays it out. A key ending in "-*" stands for one section per priority."""

    key: str
    kind: str
    opener: str
    title: str = ""
    group: str = ""
    appendix: str = ""
    law: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    panels: tuple[str, ...] = ()
    charts: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


@dataclass(frozen=True)
class YearlyReportOutline:
    requirements: tuple[Requirement, ...]
    groups: tuple[OutlineGroup, ...]
    sections: tuple[OutlineSection, ...]
    priorities: dict[str, dict[str, list[str]]]

    def group(self, key: str) -> OutlineGroup:
        return next(group for group in self.groups if group.key == key)


@cache
def names() -> tuple[str, ...]:
    """All editions, the oldest first."""
    return tuple(sorted(folder.name for folder in FOLDER.iterdir() if (folder / "edition.yaml").is_file()))


@cache
def edition(name: str) -> Edition:
    """Raises UnknownEdition."""
    return Edition(name=name, **_read(name, "edition.yaml"))


def in_force(day: date) -> Edition:
    """The edition that held on this day; before the first one, the first. Raises UnknownEdition where none is left."""
    held = [one for one in map(edition, names()) if one.effective_from <= day]
    if not held:
        return edition(names()[0])
    latest = held[-1]
    if latest.effective_until and latest.effective_until < day:
        raise UnknownEdition(f"No edition of the guidance is entered for {day}.")
    return latest


@cache
def yearly_report(name: str) -> YearlyReportOutline:
    """What the yearly report must answer under this edition, and its outline. Raises UnknownEdition."""
    read = _read(name, "yearly_report.yaml")
    lists = ("law", "figures", "panels", "charts", "tables")
    rows: list[dict[str, Any]] = [
        {key: tuple(value) if key in lists else value for key, value in row.items()} for row in read["sections"]
    ]
    return YearlyReportOutline(
        requirements=tuple(Requirement(**row) for row in read["requirements"]),
        groups=tuple(OutlineGroup(**row) for row in read["groups"]),
        sections=tuple(OutlineSection(**row) for row in rows),
        priorities=read.get("priorities", {}),
    )


def _read(name: str, file: str) -> dict:
    if name not in names() or not (FOLDER / name / file).is_file():
        raise UnknownEdition(f"There is no edition {name} of the guidance with a {file}.")
    return yaml.safe_load((FOLDER / name / file).read_text())
