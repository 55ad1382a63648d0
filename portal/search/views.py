from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import render

from portal.facets import asked, facet
from portal.search import services

PER_PAGE = 20


@login_not_required
def results(request):
    """What the reader may see that has the words in `q`; `kind` narrows it, several kinds at once."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:1000]
    kinds = asked(request.GET, "kind")
    page = request.GET.get("page", "")
    number = max(int(page), 1) if page.isascii() and page.isdecimal() and len(page) < 5 else 1
    offset = (number - 1) * PER_PAGE
    found = services.find(query, user=request.user, kinds=kinds, limit=PER_PAGE, offset=offset)
    # The hits of the page are read by `find`; the paginator only counts, and leads past the end to the last page.
    page_obj = Paginator(range(found.total), PER_PAGE).get_page(number)
    if found.total and not found.hits:
        last = (page_obj.number - 1) * PER_PAGE
        found = services.find(query, user=request.user, kinds=kinds, limit=PER_PAGE, offset=last)
    context = {
        "query": query,
        "found": found,
        "facets": [facet(request.GET, "kind", "Kind", [(kind, kind) for kind, _ in found.kinds], found.kinds)],
        "page_obj": page_obj,
    }
    return render(request, "search/results.html", context)
