"""An issue as it is read: spotlight, sections and items, gathered with a constant number of queries."""

from dataclasses import dataclass, field
from datetime import date

from bulletins.models import Bulletin, Item, Section
from bulletins.models.item import minutes_of
from training.models import Session


@dataclass
class Contents:
    bulletin: Bulletin
    spotlight: Item | None = None
    sections: list[tuple[Section, list[Item]]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return minutes_of(sum(item.words for item in self.items))

    @property
    def to_do(self) -> list[Item]:
        """What asks the reader to do something, by date; without a date last."""
        asking = [item for item in self.items if item.asks_you_to not in ("", Item.Ask.KNOW) and not item.is_spotlight]
        return sorted(asking, key=lambda item: (item.do_by is None, item.do_by or date.max))

    @property
    def to_know(self) -> list[Item]:
        """All the rest, in the order of the issue."""
        return [item for item in self.items if item.asks_you_to in ("", Item.Ask.KNOW) and not item.is_spotlight]


def contents(bulletin: Bulletin) -> Contents:
    """Everything a page or a mail shows of an issue. Sections without an item are left out."""
    items = list(bulletin.items.select_related("section", "image").prefetch_related("links", "contacts", "occurrences"))
    gathered = Contents(bulletin, items=items)
    for item in items:
        item.bulletin = bulletin  # its address needs the issue's
        if item.is_spotlight:
            gathered.spotlight = item
        elif gathered.sections and gathered.sections[-1][0].pk == item.section_id:
            gathered.sections[-1][1].append(item)
        else:
            gathered.sections.append((item.section, [item]))
    return gathered


def neighbours(bulletin: Bulletin) -> tuple[Bulletin | None, Bulletin | None]:
    """The published issues just before and just after this one."""
    if bulletin.published_at is None:
        return None, None
    others = Bulletin.objects.published().exclude(pk=bulletin.pk).only("title", "slug", "published_at")
    earlier = others.filter(published_at__lte=bulletin.published_at).order_by("-published_at", "-pk").first()
    later = others.filter(published_at__gt=bulletin.published_at).order_by("published_at", "pk").first()
    return earlier, later


def coming_sessions(number: int = 4) -> list[Session]:
    """The next training dates that still have a place, as of now."""
    sessions = Session.objects.published().coming().with_places_left()
    return list(sessions.select_related("course").order_by("starts_at", "pk")[:number])
