"""The executive's page: what is true today, and what to do next."""

from datetime import date

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.documents.coverage import GAP, CoverageLine, coverage
from governance.documents.models import YearlyReport
from governance.models import FinancialYear
from governance.register.models import Action
from governance.services import funding
from training.models import Session

OLDEST = 5
DATES = 3
REPORTS = 2
Status = Action.Status


@require_safe
@permission_required("pages.read_executive_page", raise_exception=True)
def executive(request):
    today = timezone.localdate()
    year = FinancialYear.objects.prefetch_related("contributions", "other_income").first()
    overdue = Action.objects.overdue(today).select_related("owner_agency", "recommendation__finding")
    sessions = Session.objects.published().coming().counted().select_related("course").prefetch_related("days")
    context = {
        "today": today,
        "reports": reports(request.user),
        "actions": action_counts(today),
        "overdue": overdue.order_by("due_on", "pk")[:OLDEST],
        "money": funding.of_year(year) if year else None,
        "sessions": sessions[:DATES],
    }
    return render(request, "pages/executive.html", context)


def reports(user) -> list[tuple[YearlyReport, list[CoverageLine], list[CoverageLine]]]:
    """The newest yearly reports with their builds; each with what the law asks of it and what nobody has written yet."""
    rows = YearlyReport.objects.visible_to(user).order_by("-period_start")[:REPORTS]
    found = []
    for report in rows.prefetch_related("sections", "builds__file", "builds__job"):
        asked = coverage(report)
        found.append((report, asked, [line for line in asked if line.state == GAP]))
    return found


def action_counts(day: date) -> dict[str, int]:
    """How many actions are open, overdue, wait for proof, and were closed since the last 1 April."""
    april = date(day.year if day.month >= 4 else day.year - 1, 4, 1)
    is_open = ~Q(status__in=[Status.CLOSED, Status.WITHDRAWN])
    return Action.objects.aggregate(
        open=Count("pk", filter=is_open),
        overdue=Count("pk", filter=is_open & Q(due_on__lt=day)),
        unproved=Count("pk", filter=Q(status=Status.DONE)),
        closed=Count("pk", filter=Q(status=Status.CLOSED, verified_on__gte=april)),
    )
