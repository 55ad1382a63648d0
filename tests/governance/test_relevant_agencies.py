from datetime import date

import pytest
from django.urls import reverse

from governance.models import Agency
from tests.governance.factories import relevant

pytestmark = pytest.mark.django_db


def names(response) -> list[str]:
    return [entry.printed_name for _, entries in response.context["sectors"] for entry in entries]


def ask(client, **query):
    return client.get(reverse("governance:relevant_agencies"), query)


@pytest.fixture
def lists(partnership):
    relevant("Old Youth Prison", end=date(2024, 11, 30))
    relevant("New Secure School", start=date(2024, 12, 1))
    relevant("Rivermouth Hospital")


def test_relevant_agencies_of_today(client, lists):
    assert names(ask(client)) == ["New Secure School", "Rivermouth Hospital"]


@pytest.mark.parametrize(("day", "first"), [("2024-11-30", "Old Youth Prison"), ("01/12/2024", "New Secure School")])
def test_relevant_agencies_on_a_day(client, lists, day, first):
    response = ask(client, on=day)
    assert sorted(names(response)) == sorted([first, "Rivermouth Hospital"])


@pytest.mark.parametrize("day", ["2024-02-30", "tomorrow", "\x00", "0001-01-01", "9" * 500])
def test_relevant_agencies_on_no_day_says_so_by_the_field(client, lists, day):
    response = ask(client, on=day)
    assert response.status_code == 400
    assert "Enter a date, such as 31/03/2024" in response.text
    assert "<title>Error: Relevant agencies" in response.text


def test_relevant_agencies_empty_date_is_today(client, lists):
    assert ask(client, on="").context["is_today"]


def test_relevant_agencies_without_a_list_for_the_day(client, partnership):
    relevant("Rivermouth Hospital", start=date(2024, 1, 1))
    assert "No list for this day" in ask(client, on="2019-01-01").text


def test_relevant_agencies_sectors_stand_as_they_were_entered(client, partnership):
    relevant("Rivermouth Probation", sector=Agency.Sector.PROBATION)
    relevant("Rivermouth Hospital", position=2)
    relevant("Rivermouth Midwives", position=1)
    assert names(ask(client)) == ["Rivermouth Probation", "Rivermouth Midwives", "Rivermouth Hospital"]
