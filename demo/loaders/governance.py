"""Agencies, partners, groups with their seats, priorities, money and recorded figures."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from demo.loaders.people import person
from demo.source import Source
from governance.models import (
    Agency,
    ChairTerm,
    Contribution,
    FinancialYear,
    Group,
    OtherIncome,
    Priority,
    RecordedFigure,
    RelevantAgency,
    SafeguardingPartner,
    Seat,
    SeatHolding,
)

DAY = timedelta(days=1)


def load(source: Source) -> Counter:
    """Load everything that stands in the arrangements and in the books."""
    added = Counter(
        agencies=sum(load_agency(entry) for entry in source.read("agencies")),
        partners=sum(load_partner(place, entry) for place, entry in enumerate(source.read("partners"), 1)),
        relevant_agencies=load_relevant_agencies(source.read("relevant_agencies")),
        priorities=sum(load_priority(place, entry) for place, entry in enumerate(source.read("priorities"), 1)),
        groups=sum(load_group(place, entry) for place, entry in enumerate(source.read("groups"), 1)),
        financial_years=sum(load_year(entry) for entry in source.read("funding")),
        recorded_figures=sum(load_figure(entry) for entry in source.read("recorded_figures")),
    )
    return +added


def agency(slug: str) -> Agency:
    return Agency.objects.get(slug=slug)


def agency_of(entry: dict[str, Any], key: str = "agency") -> Agency | None:
    """The agency that an entry names; none where it names none, as some seats do."""
    return agency(entry[key]) if entry.get(key) else None


def load_agency(entry: dict[str, Any]) -> bool:
    names = entry.pop("other_names", [])
    entry["parent"], entry["successor"] = agency_of(entry, "parent"), agency_of(entry, "successor")
    row, new = Agency.objects.get_or_create(slug=entry.pop("slug"), defaults=entry)
    if new:
        for name in names:
            row.other_names.create(name=name)
    return new


def load_partner(position: int, entry: dict[str, Any]) -> bool:
    defaults = {
        "position": position,
        "lead": person(entry["lead"]),
        "delegate": person(entry["delegate"]),
        "lead_title": entry["lead_title"],
        "delegate_title": entry["delegate_title"],
    }
    return SafeguardingPartner.objects.get_or_create(agency=agency(entry["agency"]), defaults=defaults)[1]


def load_relevant_agencies(lists: dict[str, Any]) -> int:
    """One entry per agency: on the first list until its last day, on the second from its first, or on both."""
    if not lists:
        return 0
    first, second = lists["first_list"], lists["second_list"]
    periods = {
        "both": {"start": first.get("from"), "end": None},
        "first": {"start": first.get("from"), "end": first["until"]},
        "second": {"start": second["from"], "end": None},
    }
    return sum(
        load_relevant_agency(sector, position, entry, periods[entry.pop("lists")])
        for sector, entries in lists["sectors"].items()
        for position, entry in enumerate(entries, 1)
    )


def load_relevant_agency(sector: str, position: int, entry: dict[str, Any], period: dict[str, date | None]) -> bool:
    defaults = {
        **period,
        "sector": sector,
        "position": position,
        "printed_name": entry["printed"],
        "involvement": entry.get("involvement", ""),
    }
    return RelevantAgency.objects.get_or_create(agency=agency(entry["agency"]), defaults=defaults)[1]


def load_priority(position: int, entry: dict[str, Any]) -> bool:
    return Priority.objects.get_or_create(slug=entry.pop("slug"), defaults={**entry, "position": position})[1]


def load_group(position: int, entry: dict[str, Any]) -> bool:
    functions, seats, terms = entry.pop("functions"), entry.pop("seats"), entry.pop("chair_terms", [])
    above = entry.pop("reports_to", None)
    entry["reports_to"] = Group.objects.get(slug=above) if above else None
    group, new = Group.objects.get_or_create(slug=entry.pop("slug"), defaults={**entry, "position": position})
    if not new:
        return False
    for place, sentence in enumerate(functions, 1):
        group.functions.create(sentence=sentence, position=place)
    for place, seat in enumerate(seats, 1):
        load_seat(group, place, seat)
    for term in terms:
        load_chair_term(group, term)
    return True


def load_seat(group: Group, position: int, entry: dict[str, Any]) -> None:
    holder = entry.pop("holder", None)
    entry["agency"] = agency_of(entry)
    seat = Seat.objects.create(group=group, position=position, **entry)
    if holder:
        SeatHolding.objects.create(seat=seat, person=person(holder))


def load_chair_term(group: Group, entry: dict[str, Any]) -> None:
    entry["agency"] = agency_of(entry)
    entry["person"] = person(entry["person"]) if entry.get("person") else None
    ChairTerm.objects.create(group=group, **entry)


def load_year(entry: dict[str, Any]) -> bool:
    contributions, income = entry.pop("contributions"), entry.pop("other_income", [])
    year, new = FinancialYear.objects.get_or_create(start=entry.pop("start"), defaults=entry)
    if not new:
        return False
    for position, paid in enumerate(contributions, 1):
        Contribution.objects.create(
            year=year,
            agency=agency(paid["agency"]),
            printed_name=paid["printed"],
            pounds=paid["pounds"],
            position=position,
        )
    for line in income:
        OtherIncome.objects.create(year=year, **line)
    return True


def load_figure(entry: dict[str, Any]) -> bool:
    start, end = period(entry.pop("period"))
    key = entry.pop("key")
    return RecordedFigure.objects.get_or_create(key=key, start=start, end=end, defaults=entry)[1]


def period(value: str | date | list[date]) -> tuple[date, date]:
    """From a financial year ("2023-24"), a day, or a pair of days."""
    if isinstance(value, date):
        return value, value
    if isinstance(value, list):
        return value[0], value[1]
    year = int(value[:4])
    return date(year, 4, 1), date(year + 1, 4, 1) - DAY
