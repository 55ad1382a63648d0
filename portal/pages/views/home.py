"""The front page: the latest bulletin, the next dates, the priorities, six doors."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bulletins.models import Bulletin
from bulletins.models.item import minutes_of
from governance.models import Priority
from portal.kept.pages import kept_for_visitors
from training.models import Session

HEADLINES = 5
DATES = 3


@login_not_required
@require_safe
@kept_for_visitors
def home(request):
    sessions = Session.objects.published().coming().counted().select_related("course").prefetch_related("days")
    context = {
        "latest": latest_bulletin(),
        "sessions": sessions[:DATES],
        "priorities": Priority.objects.current(),
    }
    return render(request, "pages/home.html", context)


def latest_bulletin() -> dict | None:
    """The cover of the newest issue: its spotlight, the headlines after it, how long it takes to read."""
    bulletin = Bulletin.objects.published().latest_first().first()
    items = list(bulletin.items.only("heading", "words", "is_spotlight", "bulletin")) if bulletin else []
    if not items:
        return None
    first = next((item for item in items if item.is_spotlight), items[0])
    others = [item for item in items if item != first]
    minutes = minutes_of(sum(item.words for item in items))
    return {"bulletin": bulletin, "first": first, "others": others[:HEADLINES], "items": items, "minutes": minutes}
