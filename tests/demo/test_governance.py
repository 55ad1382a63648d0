"""Governance in the database, against the figures of the published documents."""

from datetime import date
from decimal import Decimal

import pytest

from governance.models import (
    Agency,
    ChairTerm,
    FinancialYear,
    Group,
    Priority,
    RecordedFigure,
    RelevantAgency,
    SafeguardingPartner,
    Seat,
)

pytestmark = pytest.mark.usefixtures("loaded")
PARTNERSHIP = "medway"

# Seats as the arrangements of December 2024 print them (two detective chief inspectors make one line).
SEATS = {
    "accountable-officers": 3,
    "executive": 11,  # ten printed in its table, and the scrutineer, of whom the chapter on scrutiny says it
    "learning-lessons": 19,
    "case-file-audit": 17,
    "performance-management-and-quality-assurance": 15,
    "secure-estate": 15,
    "early-help-board": 9,
    "mash-strategic-board": 16,
    "joint-exploitation-group": 17,
    "policy-and-procedures": 17,
    "child-death-overview-panel": 14,
}
MEETINGS = {
    "accountable-officers": 2,
    "executive": 6,
    "learning-lessons": 6,
    "case-file-audit": 4,
    "performance-management-and-quality-assurance": 6,
    "secure-estate": 4,
    "early-help-board": 6,
    "mash-strategic-board": 4,
    "joint-exploitation-group": 4,
    "policy-and-procedures": 4,
    "child-death-overview-panel": 6,
}
PAID = {
    "Medway Council": (146_799, "69.5"),
    "NHS Kent and Medway ICB": (6_764, "3.2"),
    "Medway NHS Foundation Trust": (6_764, "3.2"),
    "Kent & Medway NHS & Social Care Partnership": (6_764, "3.2"),
    "NELFT": (6_764, "3.2"),
    "Medway Community Healthcare": (6_764, "3.2"),
    "Kent Police and Crime Commissioner": (15_434, "7.3"),
    "National Probation Service": (5_235, "2.5"),
    "HMYOI Cookham Wood": (6_996, "3.3"),
    "Kent Fire & Rescue": (2_833, "1.3"),
}
FIGURES = {
    "children-on-plan": "290",
    "children-in-care": "475",
    "child-population": "65289",
    "plan-rate-england": "43.2",
    "plan-rate-neighbours": "41",
    "care-rate-neighbours": "74",
    "training-in-person": "290",
    "training-virtual": "222",
    "training-conference": "450",
    "training-elearning": "7197",
    "evaluation-rate-in-person": "100",
    "rapid-reviews": "3",
    "survey-aware-of-reviews": "90",
    "survey-aware-of-local-reviews": "52",
    "survey-named-impact": "40",
    "gcp2-delegates": "78",
    "gcp2-courses": "4",
    "gcp2-licensed": "500",
    "gcp2-implementation": "75",
    "gcp2-trainers": "4",
    "make-your-mark-votes": "8399",
    "make-your-mark-schools": "21",
    "child-friendly-voices": "90000",
    "trauma-informed-trained": "182",
    "school-assessments": "5",
    "school-assessment-staff": "384",
    "video-views-isabel": "140",
    "video-views-jones": "38",
    "da-supported": "297",
    "da-programme-accepted": "68",
    "da-programme-completed": "23",
    "exploitation-champions": "70",
}


def test_partners_name_six_office_holders_in_order():
    rows = SafeguardingPartner.objects.values_list("agency__name", "lead__name", "delegate__name")
    assert list(rows) == [
        ("Medway Council", "Richard Hicks", "Lee-Anne Farach"),
        ("NHS Kent and Medway Integrated Care Board", "Paul Bentley", "Paul Lumsdon"),
        ("Kent Police", "Tim Smith", "Simon Wilson"),
    ]


def test_groups_have_every_seat_function_and_frequency():
    groups = Group.objects.all()
    assert {group.slug: group.seats.count() for group in groups} == SEATS
    assert {group.slug: group.meetings_per_year for group in groups} == MEETINGS
    assert all(group.functions.exists() for group in groups)


def test_seats_keep_the_order_printed():
    executive = Seat.objects.filter(group__slug="executive").values_list("role", flat=True)
    assert list(executive)[:5] == [
        "Director of People, Children and Adults",
        "Chief Nurse",
        "Assistant Chief Constable",
        "Assistant Director, Children's Services",
        "Director of Safeguarding",
    ]


def test_both_scrutineers_have_a_seat_that_says_what_they_look_at():
    seats = Seat.objects.filter(role="Independent Scrutineer").order_by("group__position")
    assert [(seat.group.slug, seat.member_type, seat.chairing) for seat in seats] == [
        ("executive", "in_attendance", ""),
        ("secure-estate", "core", "chair"),
    ]
    assert all(seat.description for seat in seats)


def test_seat_traps_are_resolved():
    assert Seat.objects.get(role="Detective Chief Inspector").count == 2
    assert Seat.objects.filter(description="Deputy chair, to be confirmed", agency=None).count() == 2
    assert Seat.objects.filter(description="Lay representation", agency=None).count() == 1
    assert Seat.objects.filter(member_type="theme").count() == 5
    assert Seat.objects.filter(role="Principal Social Worker").exists()
    assert Seat.objects.filter(agency__name="Porchlight").exists()


def test_chairs_of_two_groups_stand_for_their_term():
    day = date(2024, 12, 2)
    chairs = ChairTerm.objects.filter(start__lte=day, end__gte=day).values_list("group__slug", "person__name")
    assert sorted(chairs) == [("accountable-officers", "Paul Bentley"), ("executive", "Simon Wilson")]


@pytest.mark.parametrize(("day", "number"), [(date(2024, 3, 31), 25), (date(2024, 12, 2), 29)])
def test_relevant_agencies_by_list(day, number):
    assert RelevantAgency.objects.on(day).count() == number


def test_relevant_agencies_name_cookham_wood_on_the_first_list_only():
    entry = RelevantAgency.objects.filter(agency__name="HMYOI Cookham Wood")
    assert [entry.on(date(2024, 3, 31)).count(), entry.on(date(2024, 12, 2)).count()] == [1, 0]


def test_relevant_agencies_have_one_entry_each():
    assert RelevantAgency.objects.count() == RelevantAgency.objects.values("agency").distinct().count() == 31


@pytest.mark.parametrize("start", [date(2023, 4, 1), date(2024, 4, 1)])
def test_funding_to_the_pound(start):
    year = FinancialYear.objects.get(start=start)
    paid = {row.printed_name: row.pounds for row in year.contributions.all()}
    total = sum(paid.values())
    shares = {name: str((Decimal(pounds) * 100 / total).quantize(Decimal("0.1"))) for name, pounds in paid.items()}
    assert {name: (paid[name], shares[name]) for name in paid} == PAID
    assert total == 211_117
    assert total + sum(row.pounds for row in year.other_income.all()) == 212_117
    assert year.from_reserve == 29_600


def test_grant_belongs_to_one_year():
    assert list(FinancialYear.objects.order_by("start").values_list("one_off_grant", flat=True)) == [47_300, 0]


def test_six_priorities_in_order():
    assert list(Priority.objects.values_list("slug", flat=True)) == [
        "effective-partnerships",
        "contextual-safeguarding",
        "domestic-abuse",
        "violence-against-women-and-girls",
        "neglect",
        "early-help",
    ]


def test_figures_of_2023_24():
    rows = RecordedFigure.objects.filter(end__lte=date(2024, 4, 30)).order_by("end")
    latest = {row.key: row.value for row in rows}
    assert latest == {key: Decimal(value) for key, value in FIGURES.items()}


def test_figures_of_earlier_years():
    values = RecordedFigure.objects.filter(end__lt=date(2024, 1, 1)).values_list("key", "value")
    earlier = [(key, int(value)) for key, value in values if key in ("rapid-reviews", "children-on-plan")]
    assert sorted(earlier) == [("children-on-plan", 288), ("rapid-reviews", 0), ("rapid-reviews", 2)]
    assert RecordedFigure.objects.get(key="gcp2-implementation", start__year=2022).value == 49


def test_figures_keep_their_qualifier():
    rows = RecordedFigure.objects.exclude(qualifier="exact").values_list("key", "qualifier")
    assert dict(rows) == {
        "training-conference": "at least",
        "gcp2-licensed": "at least",
        "child-friendly-voices": "about",
        "exploitation-champions": "about",
    }


def test_figures_give_the_rates_printed():
    def value(key, year=2024):
        return RecordedFigure.objects.get(key=key, end__year=year).value

    population = value("child-population", 2023)
    assert round(value("children-on-plan") * 10_000 / population, 1) == Decimal("44.4")
    assert round(value("children-in-care") * 10_000 / population, 1) == Decimal("72.8")


@pytest.mark.parametrize(
    "name",
    """Medway Council|Kent Police|Probation Service|NHS England|Medway NHS Foundation Trust|NELFT|Open Road
    Turning Point|Mid Kent College|Oasis Restore|Youth Custody Service|Forward Trust|MY Trust|Cafcass
    Kent Fire and Rescue Service|British Transport Police|Housing Providers|Children's Homes|Faith Groups
    Kent and Medway Partnership Trust (KMPT)|Medway Community Healthcare (MCH)|National Probation Service
    Central and North West London NHS Foundation Trust (CWLFT)|Medway Council - Public Health|KMPT|KFRS|MASH
    Kent Safeguarding Children Multi-Agency Partnership|Porchlight|Salus|The Education People|Coroner's office
    Maidstone and Tunbridge Wells NHS Trust (MTW)|Medway Pupil Referral Units|Medway Domestic Abuse Forum|SATEDA
    Kent and Medway Violence Reduction Unit|Medway Voluntary Action (MVA)|Sports Groups/ Associations|Medway GPs
    Medway Educational Leaders Association|Medway Secondary Heads Association|Post 16 Education|HMYOI Cookham Wood
    Medway Parents and Carers Forum|Kent and Medway Safeguarding Adults Board|NHS Kent and Medway|NSPCC
    Medway Health and Wellbeing Board|Medway Community Safety Partnership|Clinical Commissioning Groups""".replace(
        "\n", "|"
    ).split("|"),
)
def test_agency_of_the_documents_is_found_by_its_printed_name(name):
    by_name = Agency.objects.filter(name=name.strip())
    by_short_name = Agency.objects.filter(short_name=name.strip())
    by_other_name = Agency.objects.filter(other_names__name=name.strip())
    assert (by_name | by_short_name | by_other_name).distinct().count() == 1
