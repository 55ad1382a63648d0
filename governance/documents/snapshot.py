"""What a report is made from: every figure and text of its year, gathered once and frozen as plain data.

The HTML page and the PDF are drawn from this alone, so the same snapshot always gives the same report.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date, timedelta
from functools import cache

from django.conf import settings

from governance import figures as governance_figures
from governance.documents.coverage import coverage
from governance.documents.models import ReportSection, YearlyReport
from governance.documents.services.reports import priorities_of
from portal import charts, registry
from portal.guidance.editions import OutlineSection
from portal.partnership.services import current
from portal.registry import Figure
from portal.wording import day_month_year, money

SERIES = ["children-on-plan", "children-in-care", "rapid-reviews", "make-your-mark-votes", "gcp2-implementation"]
COLOURS = ("deep", "brand", "tint", "pale", "third_1", "third_2", "third_3")

Told = Callable[[str], None]


def gather(report: YearlyReport, told: Told = lambda sentence: None) -> dict:
    """The snapshot of a report as it stands now. `told` hears which app's figures come next."""
    figures: list[dict] = []
    for app, for_period in registry.figures.items():
        told(f"Figures: {app}")
        figures += [as_row(figure, app) for figure in for_period(report.period_start, report.period_end)]
    told("Tables and texts")
    series = governance_figures.series(SERIES, report.period_end)
    return {
        "report": _report(report),
        "partnership": _partnership(),
        "demo": settings.DEMO,
        "figures": figures,
        "series": {key: [as_row(figure, "governance") for figure in found] for key, found in series.items()},
        "funding": _funding(report.period_start),
        "agencies": _agencies(report.period_end),
        "groups": _groups(report),
        "sections": _sections(report),
        "coverage": [asdict(line) for line in coverage(report)],
        "form": form(),
    }


@cache
def form() -> str:
    """A mark of how the report is drawn: a new version of the portal's own templates makes a new PDF."""
    files = sorted((settings.BASE_DIR / "templates" / "pdf").rglob("*.html"))
    marks = hashlib.sha256()
    for file in [*files, settings.BASE_DIR / "static" / "css" / "report.css"]:
        marks.update(file.read_bytes())
    return marks.hexdigest()[:12]


def digest(content: dict) -> str:
    """SHA-256 over the snapshot in one agreed spelling: the same data, the same digest."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def as_row(figure: Figure, app: str) -> dict:
    """A figure as it is kept and shown: its value in print, and where it comes from."""
    return {
        "key": figure.key,
        "label": figure.label,
        "value": None if figure.value is None else str(figure.value),
        "text": printed(figure),
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "source": figure.source,
        "definition": figure.definition,
        "period": period_words(figure.start, figure.end),
        "illustrative": figure.is_illustrative,
        "app": app,
    }


def printed(figure: Figure) -> str:
    """450+, about 70, £29,600, 69.5%, 44.4."""
    if figure.value is None:
        return "not known"
    text = money(figure.value) if figure.unit == "£" else charts.plain(figure.value)
    text += "%" if figure.unit == "%" else ""
    return {"at least": f"{text}+", "about": f"about {text}"}.get(figure.qualifier, text)


def period_words(start: date | None, end: date | None) -> str:
    """2023-24 for a financial year, a date for a day, else both ends; empty for the report's own year."""
    if start is None or end is None:
        return ""
    if start == end:
        return day_month_year(end)
    if (start.month, start.day) == (4, 1) and end == start.replace(year=start.year + 1) - timedelta(days=1):
        return f"{start.year}-{end.year % 100:02}"
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return str(start.year)
    return f"{start:%B %Y} to {end:%B %Y}"


def _report(report: YearlyReport) -> dict:
    return {
        "slug": report.slug,
        "title": report.title,
        "subtitle": report.subtitle,
        "start": report.period_start.isoformat(),
        "end": report.period_end.isoformat(),
        "edition": report.edition,
        "lines": report.lines,
    }


def _partnership() -> dict:
    partnership = current()
    return {
        "name": partnership.name,
        "short_name": partnership.short_name,
        "area": partnership.area,
        "partners": partnership.partners,
        "email": partnership.general_email,
        "site": settings.SITE_URL,
        "colours": {name: getattr(partnership, f"colour_{name}") for name in COLOURS},
    }


def _funding(start: date) -> dict | None:
    funding = governance_figures.funding(start)
    if funding is None:
        return None
    return {
        "year": funding.year,
        "shares": [
            {
                "name": share.name,
                "role": share.role,
                "sector": share.agency.get_sector_display(),
                "pounds": share.pounds,
                "percent": str(share.percent),
            }
            for share in funding.shares
        ],
        "total": funding.total,
        "other_income": [{"label": label, "pounds": pounds} for label, pounds in funding.other_income],
        "total_with_income": funding.total_with_income,
        "from_reserve": funding.from_reserve,
        "one_off_grant": funding.one_off_grant,
        "grant_note": funding.grant_note,
    }


def _agencies(day: date) -> list[dict]:
    return [
        {
            "sector": row.sector,
            "entries": [{"name": e.printed_name, "involvement": e.involvement} for e in row.entries],
        }
        for row in governance_figures.relevant_agencies(day)
    ]


def _groups(report: YearlyReport) -> dict[str, dict]:
    count = count_in_words(len(priorities_of(report)))
    return {
        group.key: {"title": group.title.format(count=count), "finding": group.finding}
        for group in report.outline.groups
    }


def count_in_words(number: int) -> str:
    """No, one ... ten; from eleven on in figures."""
    words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    return words[number] if 0 <= number < len(words) else f"{number:,}"


def _sections(report: YearlyReport) -> list[dict]:
    rows = report.sections.prefetch_related("quotes")
    return [_section(row, layout_of(row, report)) for row in rows]


def layout_of(section: ReportSection, report: YearlyReport) -> OutlineSection:
    """What the edition gives this section to show; a priority's own figures stand apart in the outline."""
    outline = report.outline
    for row in outline.sections:
        if row.key == section.key:
            return row
        if row.key.endswith("-*") and section.key.startswith(row.key[:-1]):
            extra = outline.priorities.get(section.key.removeprefix(row.key[:-1]), {})
            return replace(
                row,
                key=section.key,
                figures=tuple(extra.get("figures", ())),
                charts=tuple(extra.get("charts", ())),
            )
    return OutlineSection(key=section.key, kind=section.kind, opener="plain")


def _section(row: ReportSection, layout: OutlineSection) -> dict:
    return {
        "key": row.key,
        "number": row.number,
        "title": row.title,
        "kind": row.kind,
        "finding": row.finding,
        "body": row.body,
        "no_evidence": row.no_evidence,
        "quotes": [{"text": q.text, "source": q.source} for q in row.quotes.all() if q.consent],
        "opener": layout.opener,
        "group": layout.group,
        "appendix": layout.appendix,
        "figures": list(layout.figures),
        "panels": list(layout.panels),
        "charts": list(layout.charts),
        "tables": list(layout.tables),
    }
