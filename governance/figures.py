"""The partnership's own figures: money, agencies, rates, and what was recorded because no row proves it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from governance.models import Agency, FinancialYear, RecordedFigure, RelevantAgency
from portal.registry import Figure

# A count for a year is often read in the weeks after it ended, as films' views or a review in April are.
READ_AFTER = timedelta(days=31)
PER_HEAD = 10_000


@dataclass(frozen=True)
class Share:
    """What one contributor paid, and its share of all contributions in per cent, to one place."""

    agency: Agency
    name: str
    pounds: int
    percent: Decimal
    role: str  # "Statutory partner" or "Relevant agency" or ""


@dataclass(frozen=True)
class Funding:
    """The money of a year, in whole pounds. Shares are of contributions alone: other income is left out."""

    year: str
    shares: tuple[Share, ...]
    total: int
    other_income: tuple[tuple[str, int], ...]
    total_with_income: int
    from_reserve: int
    one_off_grant: int
    grant_note: str

    @property
    def largest(self) -> Share | None:
        return max(self.shares, key=lambda share: share.pounds, default=None)


@dataclass(frozen=True)
class SectorList:
    """The relevant agencies of one sector, as the published list prints them."""

    sector: str
    entries: tuple[RelevantAgency, ...]


def for_period(start: date, end: date) -> list[Figure]:
    """Every figure of governance for these days: computed ones first, then the recorded."""
    recorded_ones = all_recorded(start, end)
    by_key = {figure.key: figure for figure in recorded_ones}
    population = by_key.get("child-population")
    return [
        *_money(start),
        Figure(
            "relevant-agencies",
            "Relevant agencies",
            RelevantAgency.objects.on(end).count(),
            "computed",
            f"Entries on the list of relevant agencies on {_day(end)}",
            start=end,
            end=end,
        ),
        *_rate("plan-rate", "Children with a child protection plan", by_key.get("children-on-plan"), population),
        *_rate("care-rate", "Children in care", by_key.get("children-in-care"), population),
        *recorded_ones,
    ]


def recorded(key: str, start: date, end: date) -> Figure | None:
    """The recorded figure for these days: of exactly this period, else of its last day, else the last one before.

    A comparator keeps its own period, and that may be an earlier year.
    """
    rows = RecordedFigure.objects.filter(key=key, start__lte=end + READ_AFTER, end__lte=end + READ_AFTER)
    best = max(rows, key=lambda row: _fitness(row, start, end), default=None)
    return as_figure(best) if best else None


def all_recorded(start: date, end: date) -> list[Figure]:
    """Per key the row that fits these days best, by label. Keys that were last recorded two years before are left out."""
    rows = RecordedFigure.objects.filter(end__gte=start - timedelta(days=366), end__lte=end + READ_AFTER)
    best: dict[str, RecordedFigure] = {}
    for row in rows:
        if row.key not in best or _fitness(row, start, end) > _fitness(best[row.key], start, end):
            best[row.key] = row
    return [as_figure(row) for row in sorted(best.values(), key=lambda row: row.label)]


def series(keys: list[str], until: date) -> dict[str, list[Figure]]:
    """All that was recorded under these keys up to a day, the oldest first."""
    found: dict[str, list[Figure]] = {key: [] for key in keys}
    for row in RecordedFigure.objects.filter(key__in=keys, end__lte=until + READ_AFTER).order_by("end"):
        found[row.key].append(as_figure(row))
    return found


def funding(year_start: date) -> Funding | None:
    """Contributions of the financial year that began on this day, with each one's share."""
    year = FinancialYear.objects.prefetch_related("contributions__agency", "other_income").filter(start=year_start)
    row = year.first()
    if row is None:
        return None
    paid = list(row.contributions.all())
    income = [(other.label, other.pounds) for other in row.other_income.all()]
    total = sum(one.pounds for one in paid)
    partners = set(Agency.objects.filter(statutory_partner__isnull=False).values_list("pk", flat=True))
    listed = set(RelevantAgency.objects.on(_year_end(year_start)).values_list("agency_id", flat=True))

    def role(agency_id: int) -> str:
        if agency_id in partners:
            return "Statutory partner"
        return "Relevant agency" if agency_id in listed else "Contributor"

    return Funding(
        year=row.name,
        shares=tuple(
            Share(one.agency, one.printed_name, one.pounds, percent(one.pounds, total), role(one.agency_id))
            for one in paid
        ),
        total=total,
        other_income=tuple(income),
        total_with_income=total + sum(pounds for _, pounds in income),
        from_reserve=row.from_reserve,
        one_off_grant=row.one_off_grant,
        grant_note=row.grant_note,
    )


def relevant_agencies(day: date) -> list[SectorList]:
    """The list as it stood on a day, by sector in the order of the Regulations' schedule, with involvement."""
    entries = list(RelevantAgency.objects.on(day).select_related("agency").order_by("position", "printed_name"))
    order = ["probation", "health", "education", "secure_estate", "voluntary", "local_authority", "police", "other"]
    labels = dict(Agency.Sector.choices)
    return [
        SectorList(labels[sector], tuple(entry for entry in entries if entry.sector == sector))
        for sector in order
        if any(entry.sector == sector for entry in entries)
    ]


def percent(part: int, whole: int) -> Decimal:
    """A share in per cent to one place, half rounded up; 0 of nothing."""
    return _one_place(Decimal(part) * 100 / whole) if whole else Decimal(0)


def rate(count: Decimal | int, population: Decimal | int) -> Decimal:
    """Children per 10,000, to one place: 290 of 65,289 is 44.4."""
    return _one_place(Decimal(count) * PER_HEAD / Decimal(population))


def as_figure(row: RecordedFigure) -> Figure:
    return Figure(
        key=row.key,
        label=row.label,
        value=row.value,
        source="recorded",
        definition=row.source,
        qualifier=row.qualifier,
        unit=row.unit,
        start=row.start,
        end=row.end,
        is_illustrative=row.is_illustrative,
    )


def _money(start: date) -> list[Figure]:
    money = funding(start)
    if money is None:
        return []
    source = f"Sum of the contributions entered for {money.year}"
    largest = money.largest
    rows = [
        Figure("contributions-total", "Contributions of all agencies", money.total, "computed", source, unit="£"),
        Figure(
            "contributions-and-income",
            "Contributions and other income",
            money.total_with_income,
            "computed",
            f"{source}, and other income",
            unit="£",
        ),
        Figure("contributors", "Agencies that pay", len(money.shares), "computed", f"Contributions of {money.year}"),
    ]
    if largest:
        name = f"Share of contributions that {largest.name} pays"
        rows.append(Figure("largest-share", name, largest.percent, "computed", "Of contributions alone", unit="%"))
    entered = f"Entered for the financial year {money.year}"
    if money.from_reserve:
        taken = "Taken from the reserve to meet the shortfall"
        rows.append(Figure("from-reserve", taken, money.from_reserve, "recorded", entered, unit="£"))
    if money.one_off_grant:
        grant = "One-off grant, apart from this budget"
        rows.append(Figure("one-off-grant", grant, money.one_off_grant, "recorded", entered, unit="£"))
    return rows


def _rate(key: str, label: str, count: Figure | None, population: Figure | None) -> list[Figure]:
    if count is None or count.value is None or population is None or not population.value:
        return []
    return [
        Figure(
            key,
            f"{label}, per 10,000 children",
            rate(count.value, population.value),
            "computed",
            f"{count.value:,.0f} of {population.value:,.0f} children",
            unit="per 10,000",
            start=count.start,
            end=count.end,
            is_illustrative=count.is_illustrative or population.is_illustrative,
        )
    ]


def _fitness(row: RecordedFigure, start: date, end: date) -> tuple[bool, bool, date]:
    return (row.start, row.end) == (start, end), row.end == end, row.end


def _one_place(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def _year_end(start: date) -> date:
    return start.replace(year=start.year + 1) - timedelta(days=1)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
