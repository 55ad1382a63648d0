"""The pen: sizes of each medium, colours, and the marks it draws, as SVG."""

from dataclasses import dataclass

from django.utils.html import escape

from portal.charts.chart import OWN, Bar

WIDTH = 400
INK, RULE, GRID = "#14282b", "#6a7c80", "#cfdad8"
# Told apart by protan, deutan and tritan sight; 3:1 or better on white. The last is for all that is not our own.
COLOURS = {1: "#084f54", 2: "#c77a0a", 3: "#7b3f8c", 4: "#3d8bd4", 5: "#84918f"}
DASHES = {1: "", 2: "7 4", 3: "12 4 3 4", 4: "3 3", 5: "2 4"}


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


def rect(x: float, y: float, width: float, height: float, tone: int) -> str:
    """A filled box."""
    return (
        f'<rect class="f{tone}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'fill="{COLOURS[tone]}"/>'
    )


def bar_of(pen: Pen, left: float, middle: float, length: float, bar: Bar, thick: float = 0) -> list[str]:
    """A bar from the axis, with its number at its end."""
    thick = thick or pen.bar
    return [
        rect(left, middle - thick / 2, length, thick, bar.tone),
        pen.text(left + length + 7, middle + pen.size * 0.35, bar.printed, bold=True),
    ]


def beside(pen: Pen, lines: list[str], middle: float) -> list[str]:
    """A label of several lines, centred on the middle of its bar."""
    start = middle + pen.size * 0.35 - (len(lines) - 1) * pen.size * 0.575
    return [pen.text(0, start + n * pen.size * 1.15, words) for n, words in enumerate(lines)]


def axis(x: float, top: float, bottom: float) -> str:
    """The line that bars begin at."""
    return f'<path class="axis" d="M{x:.1f} {top:.1f}V{bottom:.1f}" stroke="{RULE}" stroke-width="1"/>'


def rule(left: float, y: float, right: float) -> str:
    """A pale line across."""
    return f'<path class="grid" d="M{left:.1f} {y:.1f}H{right:.1f}" stroke="{GRID}" stroke-width="1"/>'


def polyline(points: list[tuple[float, float]], tone: int) -> list[str]:
    """A line through the points; our own with dots, comparators dashed."""
    dash = f' stroke-dasharray="{DASHES[tone]}"' if DASHES[tone] else ""
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    marks = [f'<path class="l{tone}" d="{path}" fill="none" stroke="{COLOURS[tone]}" stroke-width="3"{dash}/>']
    if tone == OWN:
        marks += [
            f'<circle class="f{tone}" cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{COLOURS[tone]}"/>' for x, y in points
        ]
    return marks if points else []
