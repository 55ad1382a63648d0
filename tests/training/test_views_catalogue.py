from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import factories as world
from tests.training import factories

pytestmark = pytest.mark.django_db
CATALOGUE = reverse("training:catalogue")
NEXT_YEAR = timezone.localdate().year + 1


@pytest.fixture
def dates(partnership):
    """Three dates next year and an e-learning course."""
    neglect = factories.course("Spotting neglect", level="specialist", strand="priorities")
    neglect.priorities.add(world.priority("Neglect"))
    basic = factories.course()
    factories.course("Lead practitioner", delivery="e_learning", e_learning_url="https://learn.example/lead")
    times = (time(9, 30), time(12))
    return [
        factories.session(neglect, days=[(date(NEXT_YEAR, 3, 4), *times)]),
        factories.session(basic, days=[(date(NEXT_YEAR, 3, 18), *times)], mode="virtual"),
        factories.session(basic, days=[(date(NEXT_YEAR, 5, 6), *times)], capacity=1),
    ]


def shown(client, **query):
    return list(client.get(CATALOGUE, query).context["page_obj"])


def test_catalogue_shows_coming_dates_by_month_to_a_visitor(client, dates):
    page = client.get(CATALOGUE)
    assert list(page.context["page_obj"]) == dates
    assert f"March {NEXT_YEAR}" in page.text and f"May {NEXT_YEAR}" in page.text
    assert "Lead practitioner" in page.text


def test_catalogue_leaves_out_past_cancelled_and_unpublished_dates(client, partnership):
    factories.past(factories.session())
    factories.session(state="cancelled")
    factories.session(state="draft")
    factories.session(factories.course("Hidden", is_published=False))
    assert shown(client) == []


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ({"how": "virtual"}, [1]),
        ({"how": ["virtual", "in_person"]}, [0, 1, 2]),
        ({"level": "specialist"}, [0]),
        ({"strand": "priorities"}, [0]),
        ({"priority": "neglect"}, [0]),
        ({"month": f"{NEXT_YEAR}-03"}, [0, 1]),
        ({"month": f"{NEXT_YEAR}-03", "how": "virtual"}, [1]),
        ({"q": "neglect spotting"}, [0]),
        ({"q": "quayside"}, [0, 1, 2]),
        ({"q": "100%_"}, []),
        ({"how": "nonsense", "month": "9999-99", "page": "x"}, [0, 1, 2]),
    ],
)
def test_catalogue_narrows_by_what_is_ticked(client, dates, query, places):
    assert shown(client, **query) == [dates[i] for i in places]


def test_catalogue_can_show_dates_with_places_left_alone(client, dates):
    factories.booked(dates[2], factories.people(1)[0])
    assert shown(client, places="left") == dates[:2]


def test_catalogue_counts_each_choice_under_the_other_choices(client, dates):
    groups = {g["name"]: g["options"] for g in client.get(CATALOGUE, {"how": "virtual"}).context["groups"]}
    assert {o["value"]: o["count"] for o in groups["how"]} == {"in_person": 2, "virtual": 1, "e_learning": 1}
    assert {o["value"]: o["count"] for o in groups["level"]} == {"basic": 1}
    assert {o["value"]: o["count"] for o in groups["month"]} == {f"{NEXT_YEAR}-03": 1}
    assert [o["checked"] for o in groups["how"]] == [False, True, False]


def test_catalogue_lists_what_is_in_use_as_links_without_it(client, dates):
    applied = client.get(CATALOGUE, {"how": "virtual", "q": "basic", "page": "1"}).context["applied"]
    assert applied == [{"label": "“basic”", "url": "?how=virtual"}, {"label": "Microsoft Teams", "url": "?q=basic"}]


def test_catalogue_says_when_nothing_fits(client, dates):
    assert "Nothing fits" in client.get(CATALOGUE, {"q": "zebra"}).text


def test_catalogue_pages_keep_the_filters(client, partnership):
    for i in range(25):
        factories.session(days_ahead=40 + i)
    page = client.get(CATALOGUE, {"how": "in_person", "page": 2})
    assert len(page.context["page_obj"]) == 5
    assert "how=in_person&amp;page=1" in page.text


def test_catalogue_asks_as_often_for_ten_dates_as_for_one(client, partnership):
    factories.session()
    factories.course("Undated 0")
    client.get(CATALOGUE)
    with CaptureQueriesContext(connection) as one:
        client.get(CATALOGUE)
    for i in range(9):
        session = factories.session(factories.course(f"Course {i}"))
        factories.booked(session, world.person(f"Pat {i}"))
        factories.course(f"Undated {i}")
    with CaptureQueriesContext(connection) as ten:
        client.get(CATALOGUE)
    assert len(ten) == len(one)


def test_course_shows_its_dates_and_what_comes_before_it(client, dates):
    course = dates[1].course
    course.prerequisites.add(dates[0].course)
    page = client.get(course.get_absolute_url())
    assert list(page.context["dates"]) == dates[1:]
    assert "Spotting neglect" in page.text
    assert "Recognise the signs of neglect" in page.text


def test_course_without_a_date_says_so(client, partnership):
    assert "No date is set just now" in client.get(factories.course().get_absolute_url()).text


def test_course_of_e_learning_leads_to_it(client, dates):
    page = client.get(reverse("training:course", args=["lead-practitioner"]))
    assert "https://learn.example/lead" in page.text


def test_course_in_preparation_is_for_the_officer_alone(client, officer):
    course = factories.course("Hidden", is_published=False)
    assert client.get(course.get_absolute_url()).status_code == 404
    client.force_login(officer)
    assert "In preparation" in client.get(course.get_absolute_url()).text
