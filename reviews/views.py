from django.contrib.auth.decorators import login_not_required
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.db.models.functions import ExtractYear
from django.shortcuts import get_object_or_404, render

from governance.models import Priority
from governance.register.models import Finding
from portal.facets import asked, facet, in_use
from portal.library.models import Document
from reviews.models import CaseReview, ReviewDocument

PER_PAGE = 20


@login_not_required
def library(request):
    """The learning library: published reviews, newest first, narrowed by kind, priority and year."""
    rows = CaseReview.objects.published().annotate(year=ExtractYear("published_on"))
    chosen = {
        "kind": Q(kind__in=asked(request.GET, "kind")),
        "priority": Q(
            pk__in=CaseReview.priorities.through.objects.filter(
                priority__slug__in=asked(request.GET, "priority")
            ).values("casereview")
        ),
        "year": Q(year__in=[year for year in asked(request.GET, "year") if year.isdecimal() and len(year) == 4]),
    }
    used = {name: condition for name, condition in chosen.items() if asked(request.GET, name)}
    facets = reading_facets(request.GET, rows, used)
    found = rows.filter(*used.values()).prefetch_related("priorities", documents_for(request.user))
    context = {
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "facets": facets,
        "in_use": in_use(request.GET, facets),
    }
    return render(request, "reviews/library.html", context)


@login_not_required
def review(request, slug):
    """One review: what it found, what it asks, what has changed. Nothing of the business unit's own notes."""
    visible = CaseReview.objects.visible_to(request.user)
    row = get_object_or_404(visible.prefetch_related("priorities", "changes", documents_for(request.user)), slug=slug)
    context = {
        "review": row,
        "themes": [name for name in row.theme_names if name not in {p.name for p in row.priorities.all()}],
        "films": [link for link in row.shown_documents if link.role == ReviewDocument.Role.VIDEO],
        "papers": [link for link in row.shown_documents if link.role != ReviewDocument.Role.VIDEO],
        "findings": findings_of(row) if request.user.has_perm("register.view_register") else [],
    }
    return render(request, "reviews/review.html", context)


def documents_for(user) -> Prefetch:
    """The documents of reviews that this reader may see, in `shown_documents`."""
    visible = Document.objects.visible_to(user).with_versions()
    links = ReviewDocument.objects.filter(document__in=visible).prefetch_related(Prefetch("document", queryset=visible))
    return Prefetch("review_documents", queryset=links, to_attr="shown_documents")


def findings_of(review: CaseReview):
    """What the register holds of this review."""
    source = ContentType.objects.get_for_model(CaseReview)
    return Finding.objects.filter(source_type=source, source_id=review.pk).prefetch_related("recommendations__actions")


def reading_facets(params, rows, used) -> list:
    """Each filter counts under the other filters, not under itself."""

    def counts(name: str, field: str):
        others = [condition for other, condition in used.items() if other != name]
        return rows.filter(*others).order_by().values_list(field).annotate(Count("pk", distinct=True))

    years = sorted({year for year, _ in counts("year", "year")}, reverse=True)
    priorities = Priority.objects.values_list("slug", "name")
    return [
        facet(params, "kind", "Kind", CaseReview.Kind.choices, counts("kind", "kind")),
        facet(params, "priority", "Priority", priorities, counts("priority", "priorities__slug")),
        facet(params, "year", "Year", [(str(year), str(year)) for year in years], counts("year", "year")),
    ]
