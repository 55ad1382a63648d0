"""Beginning a yearly report and keeping its sections in step with the outline and the plan."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from governance.documents.errors import DocumentsError
from governance.documents.models import ReportSection, YearlyReport
from governance.models import Priority
from portal import history
from portal.guidance import editions
from portal.guidance.editions import OutlineSection, Requirement
from portal.partnership.services import current


@dataclass(frozen=True)
class Planned:
    """A section that the outline asks for, with its number and place."""

    key: str
    number: str
    title: str
    kind: str


@transaction.atomic
def start_report(start: date, end: date, *, by, edition: str = "", **fields) -> YearlyReport:
    """Begin the report of a year with all sections of its edition's outline.

    Without an edition, the one in force on the last day is taken. Raises DocumentsError when the year has a report.
    """
    slug = f"{start.year}-{end.year % 100:02}" if start.year != end.year else str(start.year)
    if YearlyReport.objects.filter(slug=slug).exists():
        raise DocumentsError(f"There is a yearly report for {slug} already.")
    report = YearlyReport(slug=slug, period_start=start, period_end=end, **fields)
    try:
        report.edition = edition or editions.in_force(end).name
        editions.yearly_report(report.edition)
    except editions.UnknownEdition as error:
        raise DocumentsError(str(error)) from error
    history.save(report, by=by)
    ensure_sections(report, by=by)
    return report


@transaction.atomic
def ensure_sections(report: YearlyReport, *, by) -> list[ReportSection]:
    """Add the sections that the outline or a new priority asks for; those that stand keep their texts and titles."""
    standing = {section.key: section for section in report.sections.all()}
    for position, planned in enumerate(planned_sections(report), start=1):
        section = standing.get(planned.key)
        if section is None:
            section = ReportSection(report=report, key=planned.key, title=planned.title)
        elif (section.number, section.position, section.kind) == (planned.number, position, planned.kind):
            continue
        section.number, section.position, section.kind = planned.number, position, planned.kind
        history.save(section, by=by)
    return list(report.sections.all())


def planned_sections(report: YearlyReport) -> list[Planned]:
    """What the outline asks for, numbered: chapters from 1, priorities within theirs as 6.1, appendices by letter."""
    planned: list[Planned] = []
    number = 0
    for row in report.outline.sections:
        number += 0 if row.appendix else 1
        for place, (key, title) in enumerate(_instances(row, report), start=1):
            printed = row.appendix or (f"{number}.{place}" if row.group else str(number))
            planned.append(Planned(key, printed, title, row.kind))
    return planned


def requirements_of(section: ReportSection) -> list[Requirement]:
    """What the law asks of this section, by the outline of its report's edition."""
    outline = section.report.outline
    rows = [row for row in outline.sections if answers(row, section.key)]
    return [one for one in outline.requirements if any(one.key in row.law for row in rows)]


def answers(row: OutlineSection, key: str) -> bool:
    """Is this the section that the outline's row stands for?"""
    return key.startswith(row.key[:-1]) if row.key.endswith("-*") else key == row.key


def priorities_of(report: YearlyReport) -> list[Priority]:
    """The priorities that held on any day of the report's year, in the plan's order."""
    begun = Q(start__isnull=True) | Q(start__lte=report.period_end)
    not_over = Q(end__isnull=True) | Q(end__gte=report.period_start)
    return list(Priority.objects.filter(begun, not_over))


def _instances(row: OutlineSection, report: YearlyReport) -> list[tuple[str, str]]:
    if not row.key.endswith("-*"):
        return [(row.key, row.title.format(area=current().area))]
    return [(f"priority-{priority.slug}", priority.name) for priority in priorities_of(report)]
