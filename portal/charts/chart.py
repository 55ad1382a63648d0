"""What a chart is made of: bars or series of numbers; and what comes of it: two drawings and a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Number = int | float | Decimal
# Tones: our own area, and all that is not.
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


def plain(value: Number | None) -> str:
    """1,234 or 44.4; a gap is a dash."""
    if value is None:
        return "–"
    number = Decimal(str(value))
    return f"{number:,.0f}" if number == number.to_integral_value() else f"{number.normalize():,f}"
