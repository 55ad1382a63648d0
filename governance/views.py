"""Public pages about the partnership: who it is, how it works together, what it costs, what it aims at."""

from itertools import groupby
from operator import attrgetter

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from governance.forms import ListDateForm
from governance.models import (
    Agency,
    FinancialYear,
    Group,
    Priority,
    RelevantAgency,
    SafeguardingPartner,
    Seat,
)
from governance.services import funding as money
from portal import charts
from portal.partnership.models import FormerName
from portal.search import services as search

HEADINGS = {
    Group.Kind.ACCOUNTABLE_OFFICERS: "The lead safeguarding partners",
    Group.Kind.EXECUTIVE: "The executive",
    Group.Kind.SUB_GROUP: "Sub-groups",
    Group.Kind.JOINT: "Groups joint with a neighbour",
    Group.Kind.NETWORK: "Networks of practitioners",
    Group.Kind.TASK_AND_FINISH: "Groups for one task",
}
ON_A_PAGE = 50
BOARDS = (Group.Kind.ACCOUNTABLE_OFFICERS, Group.Kind.EXECUTIVE)


@login_not_required
def about(request):
    """Who the partnership is, in brief, and the way to the pages with more."""
    context = {
        "partners": SafeguardingPartner.objects.select_related("agency"),
        "former_names": FormerName.objects.all(),
        "priorities": Priority.objects.current(),
    }
    return render(request, "governance/about.html", context)


@login_not_required
def who_we_are(request):
    """Lead and delegated safeguarding partners, who chairs them for which term, and the independent scrutineers."""
    scrutineers = Seat.objects.current().filter(role__icontains="scrutineer", group__in=Group.objects.public())
    context = {
        "partners": SafeguardingPartner.objects.select_related("agency", "lead", "delegate"),
        "boards": Group.objects.public().filter(kind__in=BOARDS).with_chairs(),
        "scrutineers": scrutineers.select_related("group"),
        "today": timezone.localdate(),
    }
    return render(request, "governance/who_we_are.html", context)


@login_not_required
def groups(request):
    """The groups by kind, with how often they meet and who chairs them."""
    rows = list(Group.objects.public().with_chairs())
    kinds = [(words, [group for group in rows if group.kind == kind]) for kind, words in HEADINGS.items()]
    return render(request, "governance/groups.html", {"kinds": [(words, found) for words, found in kinds if found]})


@login_not_required
def group(request, slug):
    """One group: what it is for, who chairs it, and its seats by agency."""
    visible = Group.objects.public().with_chairs().select_related("reports_to").prefetch_related("functions")
    row = get_object_or_404(visible, slug=slug)
    seats: dict[str, list[Seat]] = {}
    # An empty post of chair or deputy is said under "In brief" and is nobody's seat.
    for seat in row.seats.current().exclude(vacant_post()).select_related("agency"):
        seats.setdefault(seat.agency.name if seat.agency else "", []).append(seat)
    context = {
        "group": row,
        "agencies": [(name, found) for name, found in seats.items() if name],
        "others": seats.get("", []),
        "below": Group.objects.public().filter(reports_to=row),
    }
    return render(request, "governance/group.html", context)


def vacant_post() -> Q:
    """Seats of chair or deputy for which nobody has been found."""
    return ~Q(chairing="") & Q(role="", agency__isnull=True)


@login_not_required
def relevant_agencies(request):
    """The list of relevant agencies as it stood on a day: today unless asked otherwise."""
    form = ListDateForm(request.GET or None)
    day = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    day = day or timezone.localdate()
    entries = list(RelevantAgency.objects.on(day))
    context = {
        "form": form if form.is_bound else ListDateForm(initial={"on": day}),
        "day": day,
        "is_today": day == timezone.localdate(),
        "number": len(entries),
        "sectors": by_sector(entries),
    }
    return render(request, "governance/relevant_agencies.html", context, status=400 if form.errors else 200)


def by_sector(entries: list[RelevantAgency]) -> list[tuple[str, list[RelevantAgency]]]:
    """Entries under their sectors: these in the order in which the list was entered, which is that of its paper."""
    sectors: dict[str, list[RelevantAgency]] = {}
    for entry in sorted(entries, key=lambda entry: entry.pk):
        sectors.setdefault(Agency.Sector(entry.sector).label, [])
    for entry in entries:
        sectors[Agency.Sector(entry.sector).label].append(entry)
    return list(sectors.items())


@login_not_required
def funding(request):
    """The money of one year: the newest, or that of `?year=2023-24`."""
    years = list(FinancialYear.objects.filter(is_public=True).prefetch_related("contributions", "other_income"))
    asked = request.GET.get("year")
    year = next((year for year in years if asked in (None, year.name)), None)
    if asked and year is None:
        raise Http404
    figures = money.of_year(year) if year else None
    context = {"years": years, "year": year, "figures": figures, "chart": chart_of(figures) if figures else None}
    return render(request, "governance/funding.html", context)


def chart_of(figures: money.YearOfMoney) -> charts.Chart | None:
    """Contributions as bars, under a title that says the finding."""
    if not figures.contributed:
        return None
    largest = max(figures.shares, key=lambda share: share.pounds)
    return charts.bars(
        title=f"{largest.name} gives {largest.percent}% of what partners and agencies contribute",
        bars=[
            charts.Bar(share.name, share.percent, f"{share.percent}%", charts.OWN if share is largest else charts.OTHER)
            for share in figures.shares
        ],
        columns=("Contributor", "Share of contributions"),
        source=f"Contributions of {figures.year.name}; other income left out.",
    )


@login_not_required
def priorities(request):
    """The themes of the plan that hold today."""
    return render(request, "governance/priorities.html", {"priorities": Priority.objects.current()})


@login_not_required
def priority(request, slug):
    """One priority and everything published under it that this reader may see."""
    row = get_object_or_404(Priority, slug=slug)
    hits = search.under(slug, user=request.user, but=request.path)
    page = Paginator(hits, ON_A_PAGE).get_page(request.GET.get("page"))
    numbers = hits.kinds()
    context = {
        "priority": row,
        "has_ended": not row.holds_on(timezone.localdate()),
        "page_obj": page,
        "kinds": [(kind, numbers[kind], list(found)) for kind, found in groupby(page, key=attrgetter("kind"))],
    }
    return render(request, "governance/priority.html", context)
