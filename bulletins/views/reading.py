from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render

from bulletins.models import Bulletin, Item
from bulletins.services import reading
from portal.kept.pages import kept_for_visitors
from portal.wording import day_month_year


@login_not_required
@kept_for_visitors
def bulletin(request, slug):
    """One issue with everything in it; training dates are those of now."""
    issues = Bulletin.objects.visible_to(request.user).select_related("mailing")
    issue = get_object_or_404(issues, slug=slug)
    earlier, later = reading.neighbours(issue)
    context = {
        "bulletin": issue,
        "contents": reading.contents(issue),
        "sessions": reading.coming_sessions(),
        "earlier": earlier,
        "later": later,
    }
    return render(request, "bulletins/bulletin.html", context)


@login_not_required
@kept_for_visitors
def item(request, slug, item_slug):
    """One item at its permanent address."""
    items = Item.objects.visible_to(request.user).select_related("bulletin", "section", "image")
    items = items.prefetch_related("links", "contacts", "occurrences", "priorities", "section__priorities")
    row = get_object_or_404(items, bulletin__slug=slug, slug=item_slug)
    context = {
        "item": row,
        "bulletin": row.bulletin,
        "priorities": row.all_priorities,
        "until": day_month_year(row.valid_until),
    }
    return render(request, "bulletins/item.html", context)
