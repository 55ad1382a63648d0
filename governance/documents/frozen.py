"""Reading a snapshot: the plain data of a frozen report under the names the templates and charts use."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Shown:
    """A figure as a reader sees it: its number in print, what it counts, where it comes from."""

    key: str
    label: str
    text: str
    value: Decimal
    period: str
    source: str
    definition: str
    illustrative: bool

    @property
    def prefix(self) -> str:
        return "about" if self.text.startswith("about ") else ""

    @property
    def number(self) -> str:
        return self.text.removeprefix("about ")


@dataclass(frozen=True)
class Section:
    """A section with its figures looked up, ready to be drawn."""

    data: dict
    label: str  # "Section 6, priority 5 of 6"
    anchor: str
    figures: list[Shown]
    panels: list[Shown]

    def __getattr__(self, name: str):
        try:
            return self.data[name]
        except KeyError as error:
            raise AttributeError(name) from error


@dataclass(frozen=True)
class Chapter:
    """A line of the contents: a section, or a group with its sections under it."""

    number: str
    title: str
    anchor: str
    finding: str
    sections: list[Section]
    is_group: bool = False


class Frozen:
    """A snapshot, opened."""

    def __init__(self, content: dict) -> None:
        self.content = content
        self.report = content["report"]
        self.partnership = content["partnership"]
        self.demo = content["demo"]
        self.funding = content["funding"]
        self.agencies = content["agencies"]
        self.coverage = content["coverage"]
        self._figures = self._chosen(content["figures"])
        self.sections = self._sections()

    @property
    def name(self) -> str:
        return f"{self.report['title']} {self.report['slug']}"

    @property
    def year_start(self) -> date:
        return date.fromisoformat(self.report["start"])

    @property
    def year_end(self) -> date:
        return date.fromisoformat(self.report["end"])

    def figure(self, key: str) -> Shown | None:
        """The figure under this key, or None where nobody counted or recorded it."""
        row = self._figures.get(key)
        return shown(row) if row else None

    def figures(self, keys: list[str]) -> list[Shown]:
        return [found for key in keys if (found := self.figure(key))]

    def starting(self, prefix: str) -> list[Shown]:
        return [shown(row) for key, row in self._figures.items() if key.startswith(prefix)]

    def series(self, key: str) -> list[Shown]:
        return [shown(row) for row in self.content["series"].get(key, [])]

    def all_figures(self) -> list[Shown]:
        """Every figure, those of the same key side by side, so that none hides behind another."""
        return [shown(row) for row in self.content["figures"] if row["value"] is not None]

    def chapters(self) -> list[Chapter]:
        """The contents in order; sections of a group stand under it."""
        chapters: list[Chapter] = []
        for section in self.sections:
            if not section.group:
                chapters.append(Chapter(section.number, section.title, section.anchor, section.finding, [section]))
            elif chapters and chapters[-1].is_group and chapters[-1].anchor == f"s-{section.group}":
                chapters[-1].sections.append(section)
            else:
                group = self.content["groups"][section.group]
                number = section.number.split(".")[0]
                chapters.append(
                    Chapter(number, group["title"], f"s-{section.group}", group["finding"], [section], is_group=True)
                )
        return chapters

    def _sections(self) -> list[Section]:
        rows = self.content["sections"]
        sizes: dict[str, int] = {}
        for row in rows:
            sizes[row["group"]] = sizes.get(row["group"], 0) + 1
        return [
            Section(
                row,
                _label(row, sizes),
                f"s-{row['key']}",
                self.figures(row["figures"]),
                self.figures(row["panels"]),
            )
            for row in rows
        ]

    @staticmethod
    def _chosen(rows: list[dict]) -> dict[str, dict]:
        """Per key the figure to show: computed from rows where there are any, else the recorded one."""
        chosen: dict[str, dict] = {}
        for row in rows:
            if row["value"] is not None and (row["key"] not in chosen or _weight(row) > _weight(chosen[row["key"]])):
                chosen[row["key"]] = row
        return chosen


def _weight(row: dict) -> int:
    """Counted rows go before a recorded figure, and that before a count of nothing."""
    if row["source"] != "computed":
        return 1
    return 2 if float(row["value"]) else 0


def shown(row: dict) -> Shown:
    return Shown(
        key=row["key"],
        label=row["label"],
        text=row["text"],
        value=Decimal(row["value"] or 0),
        period=row["period"],
        source=row["source"],
        definition=row["definition"],
        illustrative=row["illustrative"],
    )


def _label(row: dict, sizes: dict[str, int]) -> str:
    if row["appendix"]:
        return f"Appendix {row['number']}"
    if row["group"]:
        chapter, place = row["number"].split(".")
        return f"Section {chapter}, priority {place} of {sizes[row['group']]}"
    return f"Section {row['number']}"
