from decimal import Decimal

import pytest

from governance.documents import drawing, snapshot
from governance.documents.frozen import Frozen
from portal.guidance import editions
from tests.documents import factories


@pytest.fixture
def frozen(written):
    return Frozen(snapshot.gather(written))


def test_every_chart_of_the_outline_can_be_drawn(frozen):
    outline = editions.yearly_report("2023")
    names = {name for section in outline.sections for name in section.charts}
    names |= {name for extra in outline.priorities.values() for name in extra.get("charts", [])}
    assert names <= set(drawing.DRAWERS)
    assert {name: bool(drawing.DRAWERS[name](frozen)) for name in names} == dict.fromkeys(names, True)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("plan-rates", "Protection plans are a little more common here than in similar areas"),
        ("care-rates", "Children in care are about as common here as in similar areas"),
        ("rapid-reviews", "Three rapid reviews in 2023-24, after none the year before"),
        ("survey", "Practitioners know that reviews exist; far fewer can name what one changed"),
        ("contributions", "Rivermouth Council pays 69.5% of all contributions"),
        ("neglect-tool", "75% of the Graded Care Profile 2 programme is in place, up from 49%"),
        ("votes", "417 more young people voted on what matters to them than the year before"),
    ],
)
def test_the_title_is_the_finding(frozen, name, title):
    assert drawing.DRAWERS[name](frozen).title == title


def test_a_chart_without_figures_is_not_drawn(report):
    frozen = Frozen(snapshot.gather(report))
    assert drawing.drawn(list(drawing.DRAWERS), frozen) == []


def test_comparators_carry_their_own_period(frozen):
    assert drawing.plan_rates(frozen).rows == (
        ("Rivermouth, 31 March 2024", "44.4"),
        ("England, 2022-23", "43.2"),
        ("Similar areas, 2022-23", "41.0"),
    )


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ("41.5", "about as common here as"),
        ("44", "a little more common here than"),
        ("60", "more common here than"),
        ("38", "a little less common here than"),
        ("20", "less common here than"),
    ],
)
def test_rates_are_compared_in_words(own, words):
    assert drawing._compared(Decimal(own), Decimal(41)) == words


def test_a_computed_figure_goes_before_a_recorded_one(written):
    content = snapshot.gather(written)
    row = next(row for row in content["figures"] if row["key"] == "training-in-person")
    content["figures"].append({**row, "value": "12", "text": "12", "source": "computed"})
    frozen = Frozen(content)
    assert frozen.figure("training-in-person").text == "12"
    assert [f.text for f in frozen.all_figures() if f.key == "training-in-person"] == ["290", "12"]


def test_a_computed_nought_does_not_hide_a_recorded_figure(written):
    content = snapshot.gather(written)
    row = next(row for row in content["figures"] if row["key"] == "training-in-person")
    content["figures"].insert(0, {**row, "value": "0", "text": "0", "source": "computed"})
    assert Frozen(content).figure("training-in-person").text == "290"


@pytest.mark.parametrize(
    ("value", "qualifier", "unit", "text"),
    [
        (450, "at least", "", "450+"),
        (70, "about", "", "about 70"),
        (7197, "exact", "", "7,197"),
        (29600, "exact", "£", "£29,600"),
        (Decimal("69.5"), "exact", "%", "69.5%"),
        (Decimal("90.00"), "exact", "%", "90%"),
        (None, "exact", "", "not known"),
    ],
)
def test_figures_in_print(value, qualifier, unit, text):
    figure = snapshot.Figure("key", "Label", value, "recorded", "Source", qualifier=qualifier, unit=unit)
    assert snapshot.printed(figure) == text


def test_a_table_shows_no_more_than_was_entered(written):
    assert factories.FIGURES
    assert {row["source"] for row in snapshot.gather(written)["figures"]} == {"computed", "recorded"}
