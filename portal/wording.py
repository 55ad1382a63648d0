"""Dates, times, money and plurals in the portal's words, for templates and Python alike.

These filters are template builtins (see settings.TEMPLATES): no template loads them.
"""

from datetime import date, datetime, time
from decimal import Decimal

from django import template
from django.utils import timezone

register = template.Library()


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def day_month_year(value: date | datetime | None) -> str:
    """14 November 2024."""
    if not value:
        return ""
    value = _local(value)
    return f"{value.day} {value:%B %Y}"


@register.filter
def weekday_date(value: date | datetime | None) -> str:
    """Thursday 14 November 2024."""
    if not value:
        return ""
    return f"{_local(value):%A} {day_month_year(value)}"


@register.filter
def clock(value: time | datetime | None) -> str:
    """9:30am, 4pm, 12 noon, 12 midnight."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        value = _local(value)  # type: ignore[assignment]
    hour, minute = value.hour, value.minute
    if minute == 0 and hour in (0, 12):
        return "12 noon" if hour == 12 else "12 midnight"
    minutes = f":{minute:02}" if minute else ""
    return f"{hour % 12 or 12}{minutes}{'am' if hour < 12 else 'pm'}"


@register.filter
def date_and_time(value: datetime | None) -> str:
    """14 November 2024 at 9:30am."""
    return f"{day_month_year(value)} at {clock(value)}" if value else ""


@register.filter
def money(value: int | Decimal | None) -> str:
    """£146,799; pence are shown only where there are some."""
    if value is None or value == "":
        return ""
    amount = Decimal(value)
    sign = "-" if amount < 0 else ""
    pence = "" if amount == amount.to_integral_value() else ".2f"
    return f"{sign}£{abs(amount):,{pence or '.0f'}}"


@register.filter
def thousands(value: int | None) -> str:
    """7,197."""
    return "" if value is None or value == "" else f"{value:,}"


@register.filter
def counted(number: int, words: str) -> str:
    """`3|counted:"place,places"` is "3 places"; one comma parts singular from plural."""
    one, many = words.split(",")
    return f"{number:,} {one if number == 1 else many}"


@register.filter
def in_words(items: list, joint: str = "and") -> str:
    """["a", "b", "c"] is "a, b and c", or with another joint "a, b or c"."""
    words = [str(item) for item in items]
    return f" {joint} ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""
