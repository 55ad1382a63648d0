"""The archive: issues and items under the filters a reader set, with what each further filter would find."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear

from bulletins.models import Bulletin, Item, Section
from governance.models import Priority
from portal.facets import Option
from portal.search import services as search


@dataclass(frozen=True)
class Selection:
    """What the reader asked for. Without words, priority or kind the archive lists issues, else their items."""

    words: str = ""
    years: tuple[int, ...] = ()
    priorities: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def is_of_items(self) -> bool:
        return bool(self.words or self.priorities or self.kinds)


def issues(selection: Selection) -> QuerySet[Bulletin]:
    """Published issues, newest first, with `number_of_items` and `number_of_words`."""
    found = Bulletin.objects.published().latest_first()
    if selection.years:
        found = found.filter(published_at__year__in=selection.years)
    return found.annotate(number_of_items=Count("items"), number_of_words=Sum("items__words"))


def items(selection: Selection, *, user=None, without: str = "") -> QuerySet[Item]:
    """Published items under the selection; `without` leaves one of its filters out, to count what it could show."""
    found = Item.objects.published()
    if selection.words:
        found = found.filter(pk__in=_matching(selection.words, user))
    if selection.years and without != "years":
        found = found.filter(_in_years(selection.years))
    if selection.kinds and without != "kinds":
        found = found.filter(kind__in=selection.kinds)
    if selection.priorities and without != "priorities":
        found = found.filter(_under(selection.priorities))
    return found.order_by("-bulletin__published_at", "section__position", "position", "pk")


def _in_years(years: Iterable[int]) -> Q:
    wanted = Q()
    for year in years:
        wanted |= Q(bulletin__published_at__year=year)
    return wanted


def _under(slugs: Iterable[str]) -> Q:
    """Own priorities and those of the section, without a join that would repeat an item."""
    slugs = list(slugs)
    own = Item.priorities.through.objects.filter(priority__slug__in=slugs).values("item_id")
    of_section = Section.priorities.through.objects.filter(priority__slug__in=slugs).values("section_id")
    return Q(pk__in=own) | Q(section__in=of_section)


def _matching(words: str, user) -> list[int]:
    keys = search.keys(words, user=user, kinds=["Bulletin item"])
    return [int(key.rpartition(":")[2]) for key in keys]


def year_options(selection: Selection, *, user=None) -> list[Option]:
    counts = (
        items(selection, user=user, without="years")
        .order_by()
        .annotate(year=ExtractYear("bulletin__published_at"))
        .values_list("year")
        .annotate(Count("pk"))
    )
    return [Option(str(year), str(year), n, year in selection.years) for year, n in sorted(counts, reverse=True)]


def kind_options(selection: Selection, *, user=None) -> list[Option]:
    counts = dict(items(selection, user=user, without="kinds").order_by().values_list("kind").annotate(Count("pk")))
    return [
        Option(kind.value, kind.label, counts.get(kind.value, 0), kind.value in selection.kinds)
        for kind in Item.Kind
        if kind.value in counts or kind.value in selection.kinds
    ]


def priority_options(selection: Selection, *, user=None) -> list[Option]:
    """An item counts once under each of its priorities, whether its own or its section's."""
    found = items(selection, user=user, without="priorities").order_by()
    pairs = set(found.filter(priorities__isnull=False).values_list("pk", "priorities__slug"))
    pairs |= set(found.filter(section__priorities__isnull=False).values_list("pk", "section__priorities__slug"))
    counts: dict[str, int] = {}
    for _, slug in pairs:
        counts[slug] = counts.get(slug, 0) + 1
    return [
        Option(slug, name, counts.get(slug, 0), slug in selection.priorities)
        for slug, name in Priority.objects.order_by("position", "name").values_list("slug", "name")
        if slug in counts or slug in selection.priorities
    ]
