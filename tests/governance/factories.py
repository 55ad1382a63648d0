from datetime import date

from django.utils.text import slugify

from governance.models import (
    Agency,
    Contribution,
    FinancialYear,
    Group,
    OtherIncome,
    RelevantAgency,
    SafeguardingPartner,
)
from tests.factories import agency, person


def group(name: str = "Executive Group", **fields) -> Group:
    defaults = {"slug": slugify(name), "kind": Group.Kind.SUB_GROUP, "meetings_per_year": 6}
    return Group.objects.create(name=name, **{**defaults, **fields})


def relevant(name: str, **fields) -> RelevantAgency:
    defaults = {"sector": Agency.Sector.HEALTH, "printed_name": name}
    return RelevantAgency.objects.create(agency=agency(name), **{**defaults, **fields})


def partner(name: str, position: int, lead: str = "", delegate: str = "") -> SafeguardingPartner:
    return SafeguardingPartner.objects.create(
        agency=agency(name),
        position=position,
        lead_title="Chief Executive",
        delegate_title="Director",
        lead=person(lead) if lead else None,
        delegate=person(delegate) if delegate else None,
    )


def year(start: int = 2023, contributions: dict[str, int] | None = None, other: int = 1000, **fields) -> FinancialYear:
    row = FinancialYear.objects.create(start=date(start, 4, 1), **fields)
    for name, pounds in (contributions or {}).items():
        Contribution.objects.create(year=row, agency=agency(name), printed_name=name, pounds=pounds)
    if other:
        OtherIncome.objects.create(year=row, label="Training", pounds=other)
    return row
