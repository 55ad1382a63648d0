from datetime import date

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string

from portal.registry import Figure


def component(name: str, request=None, **context) -> str:
    return render_to_string(f"components/{name}.html", context, request)


@pytest.mark.parametrize(("kind", "css"), [("ok", "tag tag--ok"), ("calm", "tag"), ("line", "tag tag--line")])
def test_tag_has_a_word_and_a_tint(kind, css):
    html = component("tag", kind=kind, text="Booked <x>")
    assert f'class="{css}"' in html and "Booked &lt;x&gt;" in html


def test_tag_of_a_status_has_a_sign_and_a_classification_none():
    assert "<svg" in component("tag", kind="calm", text="Full")
    assert "<svg" not in component("tag", kind="line", text="Neglect")


def test_day():
    assert "<span>Thu</span><b>14</b><span>Nov</span>" in component("day", date=date(2024, 11, 14))


def test_steps_say_their_state_in_words():
    html = component("steps", steps=[{"state": "done", "title": "Asked"}, {"state": "now", "title": "Waiting"}])
    assert '<li class="now" aria-current="step">' in html and "(done)" in html


def test_pagination_keeps_the_query(rf):
    page = Paginator(range(30), 10).page(2)
    html = component("pagination", rf.get("/?q=neglect&page=2"), page_obj=page)
    assert 'href="?q=neglect&amp;page=3"' in html and 'aria-current="page"' in html


def test_pagination_of_one_page_is_nothing(rf):
    assert component("pagination", rf.get("/"), page_obj=Paginator([1], 10).page(1)).strip() == ""


def test_figures_say_what_is_missing_and_where_numbers_come_from():
    none = Figure("a", "Children asked", None, "recorded", "Survey")
    least = Figure("b", "Conferences", 450, "recorded", "Yearly report", qualifier="at least")
    html = component("figures", figures=[none, least])
    assert "No evidence yet" in html and "at least 450" in html and "Recorded: Yearly report" in html


def test_progress_can_be_followed():
    html = component("progress", value=3, max=7, label="Sections", sentence="3 of 7", state_url="/jobs/1/state/")
    assert 'data-job-state="/jobs/1/state/"' in html and 'max="7" value="3"' in html
