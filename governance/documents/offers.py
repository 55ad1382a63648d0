"""What the documents offer upward: search, the business unit's work list, who may read a file."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from governance.documents.models import ReportBuild, ReportSection, YearlyReport
from portal.files.models import StoredFile
from portal.registry import SearchText, WorkLine
from portal.rich_text import plain
from portal.wording import counted, day_month_year


def search_texts() -> Iterator[SearchText]:
    """Published reports and each of their sections, as they were published."""
    for report in YearlyReport.objects.published().select_related("published_build"):
        yield from texts_of(report)


def texts_of(report: YearlyReport) -> Iterator[SearchText]:
    """The report and each of its sections; nothing before it is published."""
    build = report.published_build
    if build is None or build.snapshot is None:
        return
    url, dated, content = report.get_absolute_url(), timezone.localdate(report.published_at), build.snapshot
    yield SearchText(
        key=f"documents.yearlyreport:{report.pk}",
        kind="Yearly report",
        title=str(report),
        summary=report.subtitle,
        body="\n".join(content["report"]["lines"]),
        url=url,
        dated=dated,
    )
    for section in content["sections"]:
        body = plain(section["body"])
        if body or section["finding"]:
            yield SearchText(
                key=f"documents.yearlyreport:{report.pk}:{section['key']}",
                kind="Yearly report",
                title=f"{section['title']}: {str(report).lower()}",
                summary=section["finding"],
                body="\n".join(filter(None, [body, section["no_evidence"]])),
                url=f"{url}#s-{section['key']}",
                dated=dated,
                priorities=(section["key"].removeprefix("priority-"),) if section["group"] == "priorities" else (),
            )


def work_lines(user) -> list[WorkLine]:
    """Drafts whose sections wait for a text."""
    if not user.has_perm("documents.change_reportsection"):
        return []
    today = timezone.localdate()
    empty = Q(sections__body="") & ~Q(sections__kind=ReportSection.Kind.COMPUTED)
    drafts = YearlyReport.objects.filter(status=YearlyReport.Status.DRAFT).annotate(
        waiting=Count("sections", filter=empty),
        overdue=Count("sections", filter=empty & Q(sections__due_on__lt=today)),
    )
    list_url = reverse("admin:documents_reportsection_changelist")
    return [
        WorkLine(
            title=f"{report}: {counted(report.waiting, 'section,sections')} without text",
            url=f"{list_url}?report__id__exact={report.pk}&text=empty",
            detail=f"{report.overdue} past the agreed date" if report.overdue else _period(report),
            count=report.waiting,
            urgency="today" if report.overdue else "normal",
        )
        for report in drafts
        if report.waiting
    ]


def may_read(stored: StoredFile, user) -> bool:
    return ReportBuild.objects.visible_to(user).filter(file=stored).exists()


def _period(report: YearlyReport) -> str:
    return f"{day_month_year(report.period_start)} to {day_month_year(report.period_end)}"
