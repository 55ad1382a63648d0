from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render

from governance.models import Priority
from portal.facets import asked, facet, in_use
from portal.library.models import Document
from portal.search.words import printable

PER_PAGE = 20


@login_not_required
def documents(request):
    """Everything of the library this reader may see, narrowed by kind, priority and words."""
    words = printable(request.GET.get("q", "")[:200])
    visible = with_words(Document.objects.visible_to(request.user), words)
    kinds, priorities = asked(request.GET, "kind"), asked(request.GET, "priority")
    of_kind = Q(kind__in=kinds) if kinds else Q()
    under = Q(pk__in=Document.objects.filter(priorities__slug__in=priorities).values("pk")) if priorities else Q()
    facets = [
        facet(request.GET, "kind", "Kind", Document.Kind.choices, counted(visible.filter(under), "kind")),
        facet(
            request.GET,
            "priority",
            "Priority",
            Priority.objects.values_list("slug", "name"),
            counted(visible.filter(of_kind), "priorities__slug"),
        ),
    ]
    found = visible.filter(of_kind, under).with_versions().prefetch_related("priorities")
    context = {
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "facets": facets,
        "in_use": in_use(request.GET, facets, words),
        "words": words,
    }
    return render(request, "library/documents.html", context)


@login_not_required
def document(request, slug):
    """One document at its permanent address. Hidden and missing look the same."""
    visible = Document.objects.visible_to(request.user).with_versions()
    row = get_object_or_404(visible.select_related("owner").prefetch_related("priorities"), slug=slug)
    context = {"document": row, "current": row.current, "earlier": row.published_versions[1:]}
    return render(request, "library/document.html", context)


def with_words(rows, words: str):
    """Rows that have each of the words somewhere in title, summary or text."""
    for word in words.split()[:8]:
        rows = rows.filter(Q(title__icontains=word) | Q(summary__icontains=word) | Q(body__icontains=word))
    return rows


def counted(rows, field: str):
    """(value, number of rows) for each value of the field."""
    return rows.order_by().values_list(field).annotate(Count("pk", distinct=True))
