from xml.etree import ElementTree

import pytest

from portal import charts
from portal.charts import Bar, Series, pen

SVG = "{http://www.w3.org/2000/svg}"

YEARS = ["2021-22", "2022-23"]
LINES = [Series("Rivermouth", [40, 44.4], charts.OWN), Series("England", [41, None])]


def drawn(chart):
    return ElementTree.fromstring(chart.svg)  # noqa: S314  our own bytes


@pytest.mark.parametrize(
    "chart",
    [
        charts.bars(title="Finding", bars=[Bar("Here", 44.4, tone=charts.OWN), Bar("England", 43.2)]),
        charts.grouped(title="Finding", categories=YEARS, series=LINES),
        charts.stacked(title="Finding", categories=YEARS, series=LINES),
        charts.line(title="Finding", categories=YEARS, series=LINES),
    ],
    ids=["bars", "grouped", "stacked", "line"],
)
def test_every_chart_has_title_description_and_table(chart):
    svg = drawn(chart)
    assert svg.get("role") == "img"
    assert svg.find(f"{SVG}title").text == "Finding"
    assert "Rivermouth" in svg.find(f"{SVG}desc").text or "Here 44.4" in svg.find(f"{SVG}desc").text
    assert svg.get("aria-labelledby") == f"{svg.find(f'{SVG}title').get('id')} {svg.find(f'{SVG}desc').get('id')}"
    assert all(len(row) == len(chart.columns) for row in chart.rows)
    assert " style=" not in chart.svg + chart.svg_print


def test_text_is_escaped():
    chart = charts.bars(title='<b>"A" & B</b>', bars=[Bar("<script>x</script>", 1, "<i>1</i>")])
    assert "<script" not in chart.svg + chart.svg_print
    assert "<i>" not in chart.svg
    assert drawn(chart).find(f"{SVG}title").text == '<b>"A" & B</b>'


def test_bars_start_at_zero_and_keep_their_ratio():
    rects = drawn(charts.bars(title="T", bars=[Bar("A", 100), Bar("B", 50), Bar("C", 0)])).findall(f"{SVG}rect")
    widths = [float(rect.get("width")) for rect in rects]
    assert widths[1] == pytest.approx(widths[0] / 2, abs=0.1)
    assert widths[2] == 0


def test_bars_print_the_qualifier():
    chart = charts.bars(title="T", bars=[Bar("Conferences", 450, "450+")])
    assert chart.rows == (("Conferences", "450+"),)


def test_nothing_is_drawn_outside_the_picture():
    long = "A Very Long Name of an NHS and Social Care Partnership Trust for Two Counties and a Town"
    for chart in (
        charts.bars(title="T", bars=[Bar(long, 3), Bar("Short", 147_000)]),
        charts.bars(title="T", bars=[Bar("Rivermouth, March 2024", 3), Bar("Short", 147_000)]),
    ):
        for text in drawn(chart).findall(f"{SVG}text"):
            assert float(text.get("x")) + pen.WEB.width(text.text) <= pen.WIDTH + 1


def test_no_bars_is_no_error():
    assert charts.bars(title="T", bars=[]).rows == ()


def test_a_gap_is_a_dash_in_the_table():
    assert charts.line(title="T", categories=YEARS, series=LINES).rows == (
        ("2021-22", "40", "41"),
        ("2022-23", "44.4", "–"),
    )


def test_two_charts_on_a_page_have_different_ids():
    one, two = (charts.bars(title=title, bars=[Bar("A", 1)]) for title in ("One", "Two"))
    assert drawn(one).get("aria-labelledby") != drawn(two).get("aria-labelledby")


def test_the_same_chart_has_the_same_bytes():
    assert charts.stacked(title="T", categories=YEARS, series=LINES) == charts.stacked(
        title="T", categories=YEARS, series=LINES
    )
