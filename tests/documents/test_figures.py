from datetime import date
from decimal import Decimal

import pytest

from governance import figures
from tests.documents import factories
from tests.documents.factories import END, START, recorded

pytestmark = pytest.mark.django_db


def by_key(key: str):
    return next(figure for figure in figures.for_period(START, END) if figure.key == key)


def test_shares_are_of_contributions_alone():
    factories.funding()
    funding = figures.funding(START)
    assert (funding.total, funding.total_with_income) == (211_117, 212_117)
    shares = {share.name: str(share.percent) for share in funding.shares}
    assert shares["Rivermouth Council"] == "69.5"
    assert shares["NHS Rivermouth"] == "3.2"
    assert shares["Police and Crime Commissioner"] == "7.3"
    assert shares["Probation Service"] == "2.5"
    assert shares["Young Offender Institution Oldgate"] == "3.3"
    assert shares["Fire and Rescue"] == "1.3"


def test_funding_says_what_each_contributor_is():
    factories.partners()
    factories.funding()
    factories.relevant_agency("Probation Service", "probation")
    roles = {share.name: share.role for share in figures.funding(START).shares}
    assert roles["Rivermouth Council"] == "Statutory partner"
    assert roles["Probation Service"] == "Relevant agency"
    assert roles["Young Offender Institution Oldgate"] == "Contributor"


def test_no_money_is_no_figure():
    assert figures.funding(START) is None
    assert [figure.key for figure in figures.for_period(START, END)] == ["relevant-agencies"]


@pytest.mark.parametrize(("count", "expected"), [(290, "44.4"), (475, "72.8")])
def test_rate_per_10_000(count, expected):
    assert str(figures.rate(count, 65_289)) == expected


def test_rates_are_computed_from_recorded_counts():
    recorded("children-on-plan", "Children with a plan", 290, END)
    recorded("child-population", "Children", 65_289, 2022)
    plan_rate = by_key("plan-rate")
    assert (plan_rate.value, plan_rate.source) == (Decimal("44.4"), "computed")
    assert plan_rate.definition == "290 of 65,289 children"


def test_relevant_agencies_are_those_of_the_last_day():
    factories.relevant_agency("Hospital", "health", end=date(2024, 11, 30))
    factories.relevant_agency("Left before", "health", end=date(2024, 3, 30))
    factories.relevant_agency("Came after", "education", start=date(2024, 12, 1))
    assert by_key("relevant-agencies").value == 1
    listed = [(row.sector, [e.printed_name for e in row.entries]) for row in figures.relevant_agencies(END)]
    assert listed == [("Health", ["Hospital"])]


def test_recorded_prefers_the_exact_period_then_the_last_day_then_the_latest():
    recorded("votes", "Votes", 1, 2022)
    assert figures.recorded("votes", START, END).value == 1
    recorded("votes", "Votes", 2, END)
    assert figures.recorded("votes", START, END).value == 2
    recorded("votes", "Votes", 3, 2023)
    assert figures.recorded("votes", START, END).value == 3


def test_recorded_takes_a_count_read_just_after_the_year():
    recorded("programme", "Programme in place", 49, date(2022, 12, 31), "%")
    recorded("programme", "Programme in place", 75, date(2024, 4, 1), "%")
    recorded("programme", "Programme in place", 90, date(2024, 6, 1), "%")
    assert figures.recorded("programme", START, END).value == 75


def test_recorded_keeps_qualifier_source_and_illustrative():
    recorded("conference", "People at conferences", 450, 2023, "at least", is_illustrative=True)
    figure = by_key("conference")
    assert (figure.source, figure.qualifier, figure.definition) == ("recorded", "at least", "Return of the council")
    assert figure.is_illustrative


def test_recorded_long_ago_is_left_out():
    recorded("old", "Counted once", 5, 2019)
    assert "old" not in [figure.key for figure in figures.for_period(START, END)]


def test_series_is_oldest_first():
    for start, value in ((2023, 3), (2021, 2), (2022, 0)):
        recorded("rapid-reviews", "Rapid reviews", value, start)
    assert [figure.value for figure in figures.series(["rapid-reviews"], END)["rapid-reviews"]] == [2, 0, 3]
