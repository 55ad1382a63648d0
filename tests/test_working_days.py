from datetime import date

import pytest

from portal import working_days


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2026, 12, 18), 5, date(2026, 12, 29)),
        (date(2026, 12, 18), 15, date(2027, 1, 13)),
        (date(2026, 3, 27), 5, date(2026, 4, 7)),
        (date(2026, 3, 27), 15, date(2026, 4, 21)),
        (date(2026, 12, 27), 5, date(2027, 1, 5)),
        (date(2027, 1, 4), -7, date(2026, 12, 21)),
        (date(2024, 12, 5), -5, date(2024, 11, 28)),
    ],
)
def test_add_counts_from_the_next_working_day(start, n, end):
    assert working_days.add(start, n) == end
    assert working_days.subtract(start, -n) == end


def test_add_nothing_stays_even_on_a_sunday():
    assert working_days.add(date(2026, 12, 27), 0) == date(2026, 12, 27)


def test_count_is_the_other_way_round_of_add():
    start = date(2026, 12, 18)
    assert [working_days.count(start, working_days.add(start, n)) for n in range(16)] == list(range(16))


def test_count_backwards_is_nothing():
    assert working_days.count(date(2026, 12, 18), date(2026, 12, 1)) == 0


def test_is_working_day_knows_england_and_not_scotland():
    assert working_days.is_working_day(date(2026, 1, 2))  # a holiday in Scotland alone
    assert not working_days.is_working_day(date(2026, 4, 6))  # Easter Monday
    assert not working_days.is_working_day(date(2026, 12, 28))  # Boxing Day fell on a Saturday


def test_extra_days_off_are_left_out():
    off = frozenset({date(2026, 6, 15)})
    assert not working_days.is_working_day(date(2026, 6, 15), off)
    assert working_days.add(date(2026, 6, 12), 1, off) == date(2026, 6, 16)
    assert working_days.count(date(2026, 6, 12), date(2026, 6, 16), off) == 1
