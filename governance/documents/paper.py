"""The yearly report on paper: a snapshot becomes HTML for WeasyPrint, section by section."""

import base64
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser

from django.template.loader import render_to_string

from governance.documents import drawing
from governance.documents.frozen import Frozen, Section
from portal.charts import Chart
from portal.guidance import editions
from portal.partnership.palette import darker, readable_on
from portal.rich_text import plain
from portal.wording import day_month_year

ARCS = ((26, "68.6 94.8", "-62.1", 2), (36, "95.0 131.2", "-135.7", 1), (46, "121.4 167.6", "-86.7", 0))
KEY_FIGURES = ["children-on-plan", "children-in-care", "rapid-reviews", "training-elearning"]
FIVE_LINES = ("children-counts", "plan-rates", "rapid-reviews", "survey", "contributions")


@dataclass(frozen=True)
class Part:
    """A stretch of a section's text, and the quote that follows it."""

    html: str
    quote: dict | None = None


def document(frozen: Frozen, *, digest: str, frozen_at: datetime, told: Callable[[str], None] = lambda s: None) -> str:
    """The whole report as HTML. `told` hears each section before it is drawn and may stop the work by raising."""
    context = {
        "frozen": frozen,
        "digest": digest,
        "look": look(frozen.partnership["colours"]),
        "frozen_at": f"{frozen_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "frozen_at_words": day_month_year(frozen_at),
        "edition": editions.edition(frozen.report["edition"]),
        "lines": five_lines(frozen),
        "panels": frozen.figures(KEY_FIGURES),
    }
    parts = [_render(name, context) for name in ("head", "cover", "contents", "lines")]
    last = frozen.sections[-1] if frozen.sections else None
    for chapter in frozen.chapters():
        if chapter.is_group:
            parts.append(_render("chapter", {**context, "chapter": chapter}))
        for section in chapter.sections:
            told(section.title)
            parts.append(_section(section, context, is_last=section is last))
    return "".join([*parts, "</main></body></html>"])


def five_lines(frozen: Frozen) -> list[str]:
    """What the business unit wrote, else the findings of the charts that say most of the year."""
    if frozen.report["lines"]:
        return frozen.report["lines"]
    return [f"{chart.title}." for chart in drawing.drawn(list(FIVE_LINES), frozen)]


@dataclass(frozen=True)
class Drawn:
    """A section with its text cut up, its quotes placed and its charts drawn: what paper and screen both show."""

    section: Section
    parts: list[Part]
    charts: list[Chart]
    is_empty: bool
    asks: list[str]


def drawn_sections(frozen: Frozen) -> list[Drawn]:
    return [drawn_section(section, frozen) for section in frozen.sections]


def drawn_section(section: Section, frozen: Frozen) -> Drawn:
    return Drawn(
        section=section,
        parts=parts_of(section.body, section.quotes),
        charts=drawing.drawn(section.charts, frozen),
        is_empty=section.kind != "computed" and not plain(section.body),
        asks=[line["title"].lower() for line in frozen.coverage if section.key in [a["key"] for a in line["answers"]]],
    )


def parts_of(body: str, quotes: list[dict]) -> list[Part]:
    """The text cut before its headings, a quote after each stretch but, where it can be, the last."""
    stretches = _stretches(body)
    parts: list[Part] = []
    left = list(quotes)
    for place, stretch in enumerate(stretches):
        is_last = place == len(stretches) - 1
        quote = left.pop(0) if left and (not is_last or len(stretches) == 1) else None
        parts.append(Part(stretch, quote))
    return parts + [Part("", quote) for quote in left]


def look(colours: dict[str, str]) -> dict:
    """The colours of cover and openers, with the ornaments drawn in them."""
    deep = colours["deep"]
    thirds = [colours["third_1"], colours["third_2"], colours["third_3"]]
    on_deep = [readable_on(deep, third) for third in thirds]
    return {
        "deep": deep,
        "base": darker(deep, 0.26),
        "brand": colours["brand"],
        "tint": colours["tint"],
        "thirds": thirds,
        "on_deep": on_deep,
        "arcs": _picture(
            100,
            "".join(
                f'<circle cx="50" cy="50" r="{r}" fill="none" stroke="{on_deep[third]}" stroke-width="6.4" '
                f'stroke-dasharray="{dash}" stroke-dashoffset="{offset}"/>'
                for r, dash, offset, third in ARCS
            ),
        ),
        "mark": _picture(
            48,
            '<g fill="none" stroke-width="7.5" transform="rotate(-84 24 24)">'
            + "".join(
                f'<circle cx="24" cy="24" r="18" stroke="{colour}" stroke-dasharray="33.2 79.9" stroke-dashoffset="{off}"/>'
                for colour, off in zip(on_deep, ("0", "-37.7", "-75.4"), strict=True)
            )
            + '</g><circle cx="24" cy="24" r="5.2" fill="#fff"/>',
        ),
    }


def _render(name: str, context: dict) -> str:
    return render_to_string(f"pdf/report/{name}.html", context)


def _section(section: Section, context: dict, *, is_last: bool) -> str:
    one = drawn_section(section, context["frozen"])
    tables = [f"pdf/tables/{name}.html" for name in section.tables]
    return _render("section", {**context, "one": one, "section": section, "tables": tables, "is_last": is_last})


def _stretches(body: str) -> list[str]:
    """The body cut before each heading at its top level; a first heading opens the first stretch."""
    reader = _Headings()
    reader.feed(body)
    reader.close()
    cuts = [0, *[place for place in reader.places if place > 0], len(body)]
    return [piece for start, end in itertools.pairwise(cuts) if (piece := body[start:end].strip())]


class _Headings(HTMLParser):
    """Notes where headings begin that stand in no list, table or quote."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.depth = 0
        self.places: list[int] = []
        self.lines = [0]

    def feed(self, data: str) -> None:
        at = 0
        for line in data.splitlines(keepends=True):
            at += len(line)
            self.lines.append(at)
        super().feed(data)

    def handle_starttag(self, tag, attrs):
        if tag in ("h2", "h3") and self.depth == 0:
            line, column = self.getpos()
            self.places.append(self.lines[line - 1] + column)
        if tag in ("ul", "ol", "table", "blockquote"):
            self.depth += 1

    def handle_endtag(self, tag):
        if tag in ("ul", "ol", "table", "blockquote"):
            self.depth -= 1


def _picture(size: int, marks: str) -> str:
    """A decorative SVG as a data address: a background is no part of the tagged content."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">{marks}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
