from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from bulletins.models import Item
from bulletins.services import archive as archives
from governance.models import Priority
from portal.partnership.services import current


class ItemFeed(Feed):
    """The newest items of all issues, or those of one priority, as Atom."""

    feed_type = Atom1Feed

    def get_object(self, request, priority=None):
        return get_object_or_404(Priority, slug=priority) if priority else None

    def title(self, priority):
        words = "Bulletin items" + (f" on {priority.name}" if priority else "")
        return f"{words}, {current()}"

    def link(self, priority):
        return reverse("bulletins:archive") + (f"?priority={priority.slug}" if priority else "")

    def subtitle(self, priority):
        return "What the partnership tells people who work with children, item by item."

    def feed_url(self, priority):
        return reverse("bulletins:feed_of_priority", args=[priority.slug]) if priority else reverse("bulletins:feed")

    def items(self, priority):
        selection = archives.Selection(priorities=(priority.slug,) if priority else ())
        return archives.items(selection).select_related("bulletin")[:40]

    def item_title(self, item: Item):
        return item.heading

    def item_description(self, item: Item):
        return item.excerpt

    def item_pubdate(self, item: Item):
        return item.bulletin.published_at

    def item_updateddate(self, item: Item):
        return item.bulletin.published_at

    def item_categories(self, item: Item):
        return [item.get_kind_display()]


feed = login_not_required(ItemFeed())
