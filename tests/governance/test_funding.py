from decimal import Decimal

import pytest
from django.urls import reverse

from governance.services import funding
from tests.governance.factories import year
from tests.queries import number_of_queries

pytestmark = pytest.mark.django_db


def ask(client, **query):
    return client.get(reverse("governance:funding"), query)


def test_percentages_leave_other_income_out():
    figures = funding.of_year(year(contributions={"Council": 6950, "Police": 3050}, other=1000))
    assert (figures.contributed, figures.income) == (10_000, 11_000)
    assert [share.percent for share in figures.shares] == [Decimal("69.5"), Decimal("30.5")]


@pytest.mark.parametrize(("part", "whole", "percent"), [(1, 3, "33.3"), (1, 2000, "0.1"), (0, 0, "0")])
def test_percent(part, whole, percent):
    assert funding.percent(part, whole) == Decimal(percent)


def test_funding_shows_the_newest_public_year(client, partnership):
    year(2022, {"Council": 90, "Police": 10})
    year(2023, {"Council": 60, "Police": 40}, from_reserve=29_600, one_off_grant=47_300)
    year(2024, {"Council": 1}, is_public=False)
    text = ask(client).text
    assert "The year 2023-24" in text
    assert "Council gives 60.0% of what partners and agencies contribute" in text
    assert "£29,600" in text
    assert "£47,300" in text


def test_funding_of_an_earlier_year(client, partnership):
    year(2022, {"Council": 90})
    year(2023, {"Council": 60})
    assert "The year 2022-23" in ask(client, year="2022-23").text


@pytest.mark.parametrize("name", ["2019-20", "x", "\x00"])
def test_funding_of_an_unknown_year_is_not_found(client, partnership, name):
    year(2023)
    assert ask(client, year=name).status_code == 404


def test_funding_without_any_year(client, partnership):
    assert "No figures yet" in ask(client).text


def test_funding_costs_the_same_for_any_number_of_years(client, partnership):
    url, costs = reverse("governance:funding"), []
    for start in range(2015, 2025):
        year(start, {f"Agency {number}": 10 for number in range(start - 2012)})
        costs.append(number_of_queries(client, url))
    assert costs[0] == costs[-1]
