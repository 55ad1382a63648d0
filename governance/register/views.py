from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import render
from django.utils import timezone

from governance.register.models import Action
from portal.facets import asked, facet, in_use

PER_PAGE = 30


@permission_required("register.view_register", raise_exception=True)
def actions(request):
    """Actions of the register: the open ones, overdue first by date, or those of the statuses and agencies chosen."""
    today = timezone.localdate()
    statuses, agencies = asked(request.GET, "status"), asked(request.GET, "agency")
    rows = Action.objects.filter(status__in=statuses) if statuses else Action.objects.open()
    owners = list(rows.order_by().values_list("owner_agency__slug", "owner_agency__name").annotate(Count("pk")))
    all_statuses = Action.objects.order_by().values_list("status").annotate(Count("pk"))
    facets = [
        facet(request.GET, "status", "State", Action.Status.choices, all_statuses),
        facet(
            request.GET,
            "agency",
            "Owner",
            sorted(((slug, name) for slug, name, _ in owners), key=lambda owner: owner[1]),
            ((slug, number) for slug, _, number in owners),
        ),
    ]
    found = rows.filter(owner_agency__slug__in=agencies) if agencies else rows
    related = found.select_related("owner_agency", "owner_seat", "overseen_by", "recommendation")
    context = {
        "page_obj": Paginator(related, PER_PAGE).get_page(request.GET.get("page")),
        "overdue": found.overdue(today).count(),
        "today": today,
        "facets": facets,
        "in_use": in_use(request.GET, facets),
    }
    return render(request, "register/actions.html", context)
