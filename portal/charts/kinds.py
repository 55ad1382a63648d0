"""The kinds of chart: bars, grouped and stacked bars, a line with comparators."""

import hashlib
from collections.abc import Callable, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from portal.charts.chart import OWN, Bar, Chart, Number, Series, plain
from portal.charts.pen import PRINT, RULE, WEB, WIDTH, Drawing, Pen, axis, bar_of, beside, polyline, rect, rule


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
            marks += beside(pen, labels, middle - height / 2 - tall / 2 if above else middle)
            thick = pen.bar * (0.7 if above else 1)
            marks += bar_of(pen, left, middle, float(bar.value) / top * room, bar, thick)
            marks.append(axis(left, y, y + height))
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
            marks += beside(pen, pen.wrap(category, pen.label_width), y + height / 2)
            for n, one in enumerate(series):
                value = one.values[place]
                bar = Bar(category, value or 0, f"{plain(value)} {one.name}", one.tone)
                middle = y + n * (pen.bar + 4) + pen.bar / 2
                marks += bar_of(pen, left, middle, float(value or 0) / top * room, bar)
            y += height + 12
        return [*marks, axis(left, 0, y - 6)], y - 4

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
            marks += beside(pen, pen.wrap(category, pen.label_width), y + pen.row / 2) if named else []
            x = left
            for one in series:
                length = float(one.values[place] or 0) / top * room
                marks.append(rect(x, y + (pen.row - pen.bar) / 2, max(length - 1.5, 0), pen.bar, one.tone))
                x += length
            y += pen.row
        upright = axis(left, 0, y)
        for one in series:
            numbers = " / ".join(plain(value) for value in one.values)
            marks.append(rect(left, y + pen.size * 0.45, pen.size * 0.8, pen.size * 0.8, one.tone))
            marks.append(pen.text(left + pen.size * 1.3, y + pen.size * 1.2, f"{one.name}: {numbers}"))
            y += pen.size * 1.45
        return [*marks, upright], y + 4

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
        marks = [rule(left, height * part, right) for part in (0.25, 0.5, 0.75)]
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
            marks += polyline(points, one.tone)
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
