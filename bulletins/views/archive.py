from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.shortcuts import render
from django.urls import reverse

from bulletins.forms import ArchiveForm
from bulletins.models.item import minutes_of
from bulletins.services import archive as archives
from portal.kept.pages import kept_for_visitors

ON_A_PAGE = 20


@login_not_required
@kept_for_visitors
def archive(request):
    """All issues, or the items that a reader's filters and words leave."""
    selection = ArchiveForm(request.GET).selection()
    groups = groups_of(request, selection)
    rows = items_of(request, selection) if selection.is_of_items else archives.issues(selection)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    if not selection.is_of_items:
        for issue in page:
            issue.minutes = minutes_of(issue.number_of_words or 0)
    chosen = applied(request, groups, selection)
    context = {"selection": selection, "groups": groups, "applied": chosen, "in_use": len(chosen), "page": page}
    return render(request, "bulletins/archive.html", context | counts_of(request, selection, page))


def groups_of(request, selection) -> list[dict]:
    """The three filters with what each further box would show."""
    options = {
        ("priority", "Priority"): archives.priority_options(selection, user=request.user),
        ("year", "Year"): archives.year_options(selection, user=request.user),
        ("kind", "Kind"): archives.kind_options(selection, user=request.user),
    }
    return [{"name": name, "legend": legend, "options": found} for (name, legend), found in options.items() if found]


def items_of(request, selection):
    items = archives.items(selection, user=request.user).select_related("bulletin", "section")
    return items.defer("body").prefetch_related("priorities", "section__priorities")


def counts_of(request, selection, page) -> dict:
    if not selection.is_of_items:
        return {"number_of_issues": page.paginator.count}
    issues = archives.items(selection, user=request.user).order_by().values("bulletin").distinct().count()
    feed = reverse("bulletins:feed_of_priority", args=selection.priorities) if is_one_priority(selection) else ""
    return {"number_of_items": page.paginator.count, "number_of_issues": issues, "feed_url": feed}


def is_one_priority(selection) -> bool:
    """Feeds exist for all items and for each priority; of any other selection there is none."""
    return len(selection.priorities) == 1 and not (selection.words or selection.kinds or selection.years)


def applied(request: HttpRequest, groups, selection) -> list[dict]:
    """What is in use, each with the address that takes it away."""
    chosen = [
        (group["name"], option.value, option.label) for group in groups for option in group["options"] if option.checked
    ]
    if selection.words:
        chosen.insert(0, ("q", request.GET["q"], f"“{selection.words}”"))
    return [{"label": label, "url": without(request.GET, name, value)} for name, value, label in chosen]


def without(query: QueryDict, name: str, value: str) -> str:
    query = query.copy()
    query.setlist(name, [kept for kept in query.getlist(name) if kept != value])
    query.pop("page", None)
    return "?" + query.urlencode()
