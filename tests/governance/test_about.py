from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.models import ChairTerm, Group, Seat, SeatHolding
from portal.search import services as search
from tests.factories import agency, person, priority
from tests.governance.factories import group, partner
from tests.queries import number_of_queries
from tests.search.factories import text as search_text

pytestmark = pytest.mark.django_db


def page(client, name, *args, **query):
    return client.get(reverse(f"governance:{name}", args=args), query)


def test_about_names_partners_and_former_names(client, partnership):
    partner("Rivermouth Council", 1)
    partnership.former_names.create(name="Rivermouth Children Board", used_until=date(2019, 9, 29))
    text = page(client, "about").text
    assert "Rivermouth Council" in text
    assert "Until 29 September 2019" in text


def test_about_of_a_partnership_without_rows_still_stands(client, partnership):
    assert "NHS Rivermouth" in page(client, "about").text


def test_who_we_are_names_leads_and_says_what_is_open(client, partnership):
    partner("Rivermouth Council", 1, lead="Ann Ash")
    text = page(client, "who_we_are").text
    assert "Ann Ash" in text
    assert text.count("To be confirmed") == 1


def test_who_we_are_shows_chairs_for_their_terms(client, partnership):
    board = group(kind=Group.Kind.EXECUTIVE)
    ChairTerm.objects.create(group=board, person=person("Ann Ash"), start=date(2022, 9, 1), end=date(2023, 8, 31))
    text = page(client, "who_we_are").text
    assert "September 2022 to August 2023 (term ended)" in text


def test_groups_stand_by_kind_with_their_chairs(client, partnership):
    board = group(kind=Group.Kind.EXECUTIVE)
    ChairTerm.objects.create(group=board, person=person("Ann Ash"), role="Chief Nurse")
    group("Hidden", is_public=False)
    response = page(client, "groups")
    assert [label for label, _ in response.context["kinds"]] == ["The executive"]
    assert "Chair: Ann Ash, Chief Nurse" in response.text


def test_groups_cost_the_same_for_any_number(client, partnership):
    url, costs = reverse("governance:groups"), []
    for number in range(10):
        row = group(f"Group {number}")
        Seat.objects.create(group=row, role="Chair", agency=agency(), chairing=Seat.Chairing.CHAIR)
        costs.append(number_of_queries(client, url))
    assert costs[0] == costs[-1]


def test_group_costs_the_same_for_any_number_of_seats(client, partnership):
    row, costs = group(), []
    for number in range(10):
        Seat.objects.create(group=row, role="Nurse", agency=agency(f"Agency {number}"))
        costs.append(number_of_queries(client, row.get_absolute_url()))
    assert costs[0] == costs[-1]


def test_group_seats_stand_by_agency(client, partnership):
    row = group()
    row.functions.create(sentence="Keep learning alive.")
    Seat.objects.create(group=row, role="Named nurse", agency=agency("Rivermouth Hospital"), count=2)
    Seat.objects.create(group=row, description="Lay representation")
    Seat.objects.create(group=row, role="Former seat", agency=agency(), end=timezone.localdate() - timedelta(days=1))
    response = page(client, "group", row.slug)
    assert [name for name, _ in response.context["agencies"]] == ["Rivermouth Hospital"]
    assert "Named nurse (2 seats)" in response.text
    assert "Lay representation" in response.text
    assert "Former seat" not in response.text


def test_group_says_that_a_post_is_open(client, partnership):
    row = group()
    Seat.objects.create(group=row, role="Vice Chair", agency=agency("Police"), chairing=Seat.Chairing.CHAIR)
    Seat.objects.create(group=row, description="Deputy chair", chairing=Seat.Chairing.DEPUTY)
    row = Group.objects.with_chairs().get()
    assert row.chairs == [("Chair", "Police"), ("Deputy chair", "To be confirmed")]
    assert "To be confirmed" in page(client, "group", row.slug).text


def test_a_chair_whose_term_ended_is_named_until_the_next(partnership):
    row = group()
    ChairTerm.objects.create(group=row, person=person("Bo Birch"), end=date(2023, 8, 31))
    ChairTerm.objects.create(group=row, person=person("Ann Ash"), end=date(2024, 8, 31))
    assert Group.objects.with_chairs().get().chairs == [("Chair", "Ann Ash, until August 2024")]
    ChairTerm.objects.create(group=row, person=person("Cy Cole"), start=timezone.localdate())
    assert Group.objects.with_chairs().get().chairs == [("Chair", "Cy Cole")]


def test_a_chair_whose_term_lies_ahead_is_not_named(partnership):
    row = group()
    ChairTerm.objects.create(group=row, person=person(), start=timezone.localdate() + timedelta(days=1))
    assert Group.objects.with_chairs().get().chairs == [("Chair", "To be confirmed")]


def test_who_we_are_says_what_each_scrutineer_looks_at(client, partnership):
    attends, chairs = Seat.MemberType.IN_ATTENDANCE, Seat.Chairing.CHAIR
    scrutineer = {"role": "Independent Scrutineer"}
    Seat.objects.create(group=group("Board"), description="The arrangements", member_type=attends, **scrutineer)
    Seat.objects.create(group=group("Secure estate"), description="Custody", chairing=chairs, **scrutineer)
    text = page(client, "who_we_are").text
    assert "The arrangements. Attends <a" in text
    assert "Custody. Chairs <a" in text


def test_holders_of_seats_are_not_named_in_public(client, partnership):
    row = group()
    seat = Seat.objects.create(group=row, role="Named nurse", agency=agency())
    SeatHolding.objects.create(seat=seat, person=person("Ann Ash"))
    assert "Ann Ash" not in page(client, "group", row.slug).text


@pytest.mark.parametrize("fields", [{"is_public": False}, {"end": date(2020, 1, 1)}])
def test_group_that_is_not_public_or_ended_is_not_found(client, partnership, fields):
    assert page(client, "group", group(**fields).slug).status_code == 404


def test_priority_stands_in_pages(client, partnership):
    row = priority("Neglect")
    search.index([search_text(f"Paper {number:02}", priorities=(row.slug,), kind="Paper") for number in range(51)])
    first, second = page(client, "priority", row.slug), page(client, "priority", row.slug, page=2)
    assert [(kind, number, len(hits)) for kind, number, hits in first.context["kinds"]] == [("Paper", 51, 50)]
    assert [hit.title for _, _, hits in second.context["kinds"] for hit in hits] == ["Paper 50"]


def test_priority_asks_as_often_for_ten_as_for_one(client, partnership):
    row, costs = priority("Neglect"), []
    for number in range(10):
        search.index([search_text(f"Paper {number}", priorities=(row.slug,))])
        costs.append(number_of_queries(client, row.get_absolute_url()))
    assert costs[0] == costs[-1]


def test_priorities_are_those_of_today(client, partnership):
    priority("Neglect")
    priority("Old theme", end=date(2020, 3, 31))
    text = page(client, "priorities").text
    assert "Neglect" in text
    assert "Old theme" not in text
