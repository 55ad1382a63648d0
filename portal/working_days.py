"""Working days of England: weekends and bank holidays are none.

The day something starts is not counted; day 1 is the next working day. `extra` holds
one-off days off that the bank holiday calendar does not know yet.
"""

from datetime import date, timedelta

import holidays

_BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG")  # years are filled in as they are asked for
_NONE: frozenset[date] = frozenset()
_DAY = timedelta(days=1)


def is_working_day(day: date, extra: frozenset[date] = _NONE) -> bool:
    """Whether this is a day from Monday to Friday that is no bank holiday in England."""
    return day.weekday() < 5 and day not in _BANK_HOLIDAYS and day not in extra


def add(day: date, n: int, extra: frozenset[date] = _NONE) -> date:
    """The n-th working day after this day; with 0 the day itself, whatever it is. Below 0 it counts backwards."""
    step = _DAY if n >= 0 else -_DAY
    for _ in range(abs(n)):
        day += step
        while not is_working_day(day, extra):
            day += step
    return day


def subtract(day: date, n: int, extra: frozenset[date] = _NONE) -> date:
    """The n-th working day before this day."""
    return add(day, -n, extra)


def count(start: date, end: date, extra: frozenset[date] = _NONE) -> int:
    """How many working days come after `start` up to and with `end`; 0 when `end` is not later."""
    days = (start + timedelta(days=i) for i in range(1, (end - start).days + 1))
    return sum(is_working_day(day, extra) for day in days)
