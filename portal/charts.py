"""Charts as SVG, drawn here: bars, grouped and stacked bars, a line with comparators.

The title is the finding. Each chart comes twice: `svg` for the web (classes, larger text) and `svg_print` for
WeasyPrint, where page styles do not reach inside an SVG and its <title> becomes the alternative text. Colours and
sizes are presentation attributes: a strict Content-Security-Policy allows them, and style sheets may override them.
The numbers stand in a table beside (`columns`, `rows`).
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Number = int | float | Decimal

WIDTH = 400
INK, RULE, GRID = "#14282b", "#6a7c80", "#cfdad8"
# Told apart by protan, deutan and tritan sight; 3:1 or better on white. The last is for all that is not our own.
COLOURS = {1: "#084f54", 2: "#c77a0a", 3: "#7b3f8c", 4: "#3d8bd4", 5: "#84918f"}
DASHES = {1: "", 2: "7 4", 3: "12 4 3 4", 4: "3 3", 5: "2 4"}
OWN, OTHER = 1, 5


@dataclass(frozen=True)
class Bar:
    """One bar: `text` is printed at its end (450+), `tone` is its colour (OWN for our own area).

    `note` follows the label in the table alone, for instance the period of a comparator.
    """

    label: str
    value: Number
    text: str = ""
    tone: int = OTHER
    note: str = ""

    @property
    def printed(self) -> str:
        return self.text or plain(self.value)


@dataclass(frozen=True)
class Series:
    """One line, or one colour of a group or stack, with a value for each category; None is a gap."""

    name: str
    values: Sequence[Number | None]
    tone: int = OTHER


@dataclass(frozen=True)
class Chart:
    title: str
    description: str
    svg: SafeString
    svg_print: SafeString
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str = ""

    @property
    def table(self) -> SafeString:
        """The numbers as an HTML table: the first column names the row."""
        head = format_html_join("", '<th scope="col"{}>{}</th>', self._cells(self.columns))
        body = format_html_join(
            "",
            '<tr><th scope="row">{}</th>{}</tr>',
            ((row[0], format_html_join("", '<td class="n">{}</td>', ((v,) for v in row[1:]))) for row in self.rows),
        )
        return format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", head, body)

    @staticmethod
    def _cells(columns: tuple[str, ...]):
        return ((mark_safe(' class="n"') if n else "", name) for n, name in enumerate(columns))


@dataclass(frozen=True)
class Pen:
    """Sizes of one medium, in units of the 400-wide view box."""

    size: float
    row: float
    bar: float
    label_width: float = 132

    def width(self, text: str) -> float:
        """A cautious estimate of how wide the text runs in Figtree."""
        return sum(_em(char) for char in text) * self.size

    def wrap(self, text: str, width: float) -> list[str]:
        lines: list[str] = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.width(longer) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def text(self, x: float, y: float, words: str, *, bold: bool = False, anchor: str = "start") -> str:
        weight, kind = (' font-weight="700"', ' class="tv"') if bold else ("", "")
        place = f' text-anchor="{anchor}"' if anchor != "start" else ""
        return (
            f'<text{kind} x="{x:.1f}" y="{y:.1f}" font-family="Figtree" font-size="{self.size:g}" '
            f'fill="{INK}"{weight}{place}>{escape(words)}</text>'
        )


WEB = Pen(size=17, row=38, bar=26)
PRINT = Pen(size=14, row=31, bar=20)
Drawing = tuple[list[str], float]  # marks, height


def _em(char: str) -> float:
    if char in "iljtfrI.,:;'’|()[] -":
        return 0.36
    if char in "mwMW%@—":
        return 0.9
    return 0.68 if char.isupper() else 0.58


def plain(value: Number | None) -> str:
    """1,234 or 44.4; a gap is a dash."""
    if value is None:
        return "–"
    number = Decimal(str(value))
    return f"{number:,.0f}" if number == number.to_integral_value() else f"{number.normalize():,f}"


def bars(
    *,
    title: str,
    bars: Sequence[Bar],
    columns: tuple[str, str] = ("", "Value"),
    source: str = "",
    highest: Number | None = None,
) -> Chart:
    """Horizontal bars from zero. `highest` fixes the scale (100 for percentages)."""
    top = float(highest or max([bar.value for bar in bars], default=0) or 1)
    rows = tuple((f"{bar.label}, {bar.note}" if bar.note else bar.label, bar.printed) for bar in bars)
    description = "Horizontal bars: " + ", ".join(f"{label} {text}" for label, text in rows) + "."

    def draw(pen: Pen) -> Drawing:
        above = any(len(pen.wrap(bar.label, pen.label_width)) > 2 for bar in bars)
        left = 1 if above else pen.label_width + 6
        room = WIDTH - left - max([pen.width(bar.printed) for bar in bars], default=0) - 10
        marks: list[str] = []
        y = 2.0
        for bar in bars:
            labels = pen.wrap(bar.label, WIDTH if above else pen.label_width)
            tall = len(labels) * pen.size * 1.15
            height = pen.bar * 0.7 + 2 if above else max(pen.row, tall + 8)
            y += tall + 4 if above else 0
            middle = y + height / 2
            marks += _beside(pen, labels, middle - height / 2 - tall / 2 if above else middle)
            thick = pen.bar * (0.7 if above else 1)
            marks += _bar(pen, left, middle, float(bar.value) / top * room, bar, thick)
            marks.append(_axis(left, y, y + height))
            y += height + (4 if above else 0)
        return marks, y

    return _chart(title, description, draw, columns, rows, source)


def grouped(
    *,
    title: str,
    categories: Sequence[str],
    series: Sequence[Series],
    columns: tuple[str, ...] | None = None,
    source: str = "",
) -> Chart:
    """Bars side by side for each category; each bar names its series at its end, so that no key is needed."""
    top = float(max([v for one in series for v in one.values if v is not None], default=0) or 1)

    def draw(pen: Pen) -> Drawing:
        left = pen.label_width + 6
        ends = [f"{plain(value)} {one.name}" for one in series for value in one.values]
        room = WIDTH - left - max([pen.width(end) for end in ends], default=0) - 10
        marks: list[str] = []
        y = 4.0
        for place, category in enumerate(categories):
            height = len(series) * (pen.bar + 4)
            marks += _beside(pen, pen.wrap(category, pen.label_width), y + height / 2)
            for n, one in enumerate(series):
                value = one.values[place]
                bar = Bar(category, value or 0, f"{plain(value)} {one.name}", one.tone)
                middle = y + n * (pen.bar + 4) + pen.bar / 2
                marks += _bar(pen, left, middle, float(value or 0) / top * room, bar)
            y += height + 12
        return [*marks, _axis(left, 0, y - 6)], y - 4

    return _chart(title, _in_sentences(categories, series), draw, *_table(categories, series, columns), source)


def stacked(
    *,
    title: str,
    categories: Sequence[str],
    series: Sequence[Series],
    columns: tuple[str, ...] | None = None,
    source: str = "",
) -> Chart:
    """One bar for each category, cut into parts; each part has its number in it and its name under the bars."""
    totals = [sum(float(one.values[place] or 0) for one in series) for place in range(len(categories))]
    top = max(totals, default=0) or 1

    def draw(pen: Pen) -> Drawing:
        named = any(categories)
        left = pen.label_width + 6 if named else 1
        room = WIDTH - left - 4
        marks: list[str] = []
        y = 2.0
        for place, category in enumerate(categories):
            marks += _beside(pen, pen.wrap(category, pen.label_width), y + pen.row / 2) if named else []
            x = left
            for one in series:
                length = float(one.values[place] or 0) / top * room
                marks.append(_rect(x, y + (pen.row - pen.bar) / 2, max(length - 1.5, 0), pen.bar, one.tone))
                x += length
            y += pen.row
        axis = _axis(left, 0, y)
        for one in series:
            numbers = " / ".join(plain(value) for value in one.values)
            marks.append(_rect(left, y + pen.size * 0.45, pen.size * 0.8, pen.size * 0.8, one.tone))
            marks.append(pen.text(left + pen.size * 1.3, y + pen.size * 1.2, f"{one.name}: {numbers}"))
            y += pen.size * 1.45
        return [*marks, axis], y + 4

    return _chart(title, _in_sentences(categories, series), draw, *_table(categories, series, columns), source)


def line(
    *,
    title: str,
    categories: Sequence[str],
    series: Sequence[Series],
    columns: tuple[str, ...] | None = None,
    source: str = "",
) -> Chart:
    """Lines from zero over time, our own solid, comparators dashed; each named at its end."""
    top = float(max([v for one in series for v in one.values if v is not None], default=0) or 1) * 1.08

    def draw(pen: Pen) -> Drawing:
        names = {one.name: pen.wrap(f"{one.name} {_last(one)}", pen.label_width - 20) for one in series}
        right = WIDTH - max([pen.width(part) for parts in names.values() for part in parts], default=0) - 14
        left, height = 8.0, pen.row * 5
        step = (right - left) / max(len(categories) - 1, 1)
        marks = [_rule(left, height * part, right) for part in (0.25, 0.5, 0.75)]
        marks.append(f'<path class="axis" d="M{left} {height:.1f}H{right:.1f}" stroke="{RULE}" stroke-width="1"/>')
        for n, category in enumerate(categories):
            anchor = "start" if n == 0 else "end" if n == len(categories) - 1 else "middle"
            marks.append(pen.text(left + n * step, height + pen.size * 1.4, category, anchor=anchor))
        ends: list[tuple[float, Series]] = []
        for one in series:
            points = [
                (left + n * step, height - float(value) / top * height)
                for n, value in enumerate(one.values)
                if value is not None
            ]
            marks += _polyline(points, one.tone)
            ends += [(points[-1][1], one)] if points else []
        y = -pen.size
        for at, one in sorted(ends, key=lambda end: end[0]):  # names never lie over each other
            y = max(at + pen.size * 0.35, y + pen.size * 1.2)
            for n, part in enumerate(names[one.name]):
                y += pen.size * 1.15 if n else 0
                marks.append(pen.text(right + 10, y, part, bold=one.tone == OWN))
        return marks, max(height + pen.size * 1.9, y + 6)

    return _chart(title, _in_sentences(categories, series), draw, *_table(categories, series, columns), source)


def _chart(
    title: str, description: str, draw: Callable[[Pen], Drawing], columns: tuple, rows: tuple, source: str
) -> Chart:
    web, printed = (_svg(title, description, *draw(pen)) for pen in (WEB, PRINT))
    return Chart(title, description, web, printed, columns, rows, source)


def _svg(title: str, description: str, marks: list[str], height: float) -> SafeString:
    # The ids come from what is drawn: the same chart has the same bytes, two charts on a page differ.
    ident = "c" + hashlib.sha256(f"{title}{description}{height}".encode()).hexdigest()[:10]
    return mark_safe(  # noqa: S308  every text in it went through escape()
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{ident}-t {ident}-d" '
        f'viewBox="0 0 {WIDTH} {height:.0f}"><title id="{ident}-t">{escape(title)}</title>'
        f'<desc id="{ident}-d">{escape(description)}</desc>{"".join(marks)}</svg>'
    )


def _rect(x: float, y: float, width: float, height: float, tone: int) -> str:
    return (
        f'<rect class="f{tone}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'fill="{COLOURS[tone]}"/>'
    )


def _bar(pen: Pen, left: float, middle: float, length: float, bar: Bar, thick: float = 0) -> list[str]:
    thick = thick or pen.bar
    return [
        _rect(left, middle - thick / 2, length, thick, bar.tone),
        pen.text(left + length + 7, middle + pen.size * 0.35, bar.printed, bold=True),
    ]


def _beside(pen: Pen, lines: list[str], middle: float) -> list[str]:
    start = middle + pen.size * 0.35 - (len(lines) - 1) * pen.size * 0.575
    return [pen.text(0, start + n * pen.size * 1.15, words) for n, words in enumerate(lines)]


def _axis(x: float, top: float, bottom: float) -> str:
    return f'<path class="axis" d="M{x:.1f} {top:.1f}V{bottom:.1f}" stroke="{RULE}" stroke-width="1"/>'


def _rule(left: float, y: float, right: float) -> str:
    return f'<path class="grid" d="M{left:.1f} {y:.1f}H{right:.1f}" stroke="{GRID}" stroke-width="1"/>'


def _polyline(points: list[tuple[float, float]], tone: int) -> list[str]:
    dash = f' stroke-dasharray="{DASHES[tone]}"' if DASHES[tone] else ""
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    marks = [f'<path class="l{tone}" d="{path}" fill="none" stroke="{COLOURS[tone]}" stroke-width="3"{dash}/>']
    if tone == OWN:
        marks += [
            f'<circle class="f{tone}" cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{COLOURS[tone]}"/>' for x, y in points
        ]
    return marks if points else []


def _last(series: Series) -> str:
    return plain(next((value for value in reversed(series.values) if value is not None), None))


def _in_sentences(categories: Sequence[str], series: Sequence[Series]) -> str:
    parts = [
        f"{one.name}: " + ", ".join(f"{c} {plain(v)}".strip() for c, v in zip(categories, one.values, strict=True))
        for one in series
    ]
    return "; ".join(parts) + "."


def _table(categories: Sequence[str], series: Sequence[Series], columns: tuple[str, ...] | None) -> tuple[tuple, tuple]:
    if any(categories):
        rows = tuple((c, *(plain(one.values[n]) for one in series)) for n, c in enumerate(categories))
        return columns or ("", *(one.name for one in series)), rows
    return columns or ("", "Number"), tuple((one.name, plain(one.values[0])) for one in series)
