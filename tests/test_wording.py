from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from portal import wording


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (time(9, 30), "9:30am"),
        (time(16), "4pm"),
        (time(12), "12 noon"),
        (time(0), "12 midnight"),
        (time(12, 5), "12:05pm"),
    ],
)
def test_clock(value, words):
    assert wording.clock(value) == words


def test_clock_of_a_moment_is_london_time():
    assert wording.clock(datetime(2024, 7, 1, 8, 30, tzinfo=UTC)) == "9:30am"


def test_dates():
    assert wording.day_month_year(date(2024, 11, 14)) == "14 November 2024"
    assert wording.weekday_date(date(2024, 12, 5)) == "Thursday 5 December 2024"
    assert wording.day_month_year(None) == ""


def test_money():
    assert wording.money(146799) == "£146,799"
    assert wording.money(Decimal("45.50")) == "£45.50"
    assert wording.money(Decimal("-1200")) == "-£1,200"


def test_counted_and_in_words():
    assert wording.counted(1, "place,places") == "1 place"
    assert wording.counted(3, "place,places") == "3 places"
    assert wording.in_words(["a", "b", "c"]) == "a, b and c"
    assert wording.in_words(["a"]) == "a"
    assert wording.in_words([]) == ""
