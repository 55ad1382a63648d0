"""What search holds of bulletins, and keeping it in step with every change."""

from collections.abc import Iterable, Iterator

from bulletins.models import Bulletin, Item
from portal.registry import SearchText
from portal.rich_text import plain
from portal.search import services as search


def all_texts() -> Iterator[SearchText]:
    """Every published issue and item."""
    for bulletin in Bulletin.objects.published():
        yield text_of_bulletin(bulletin)
    yield from texts_of(Item.objects.published())


def texts_of(items) -> Iterator[SearchText]:
    rows = items.select_related("bulletin").prefetch_related(
        "priorities", "section__priorities", "links", "contacts", "occurrences"
    )
    for item in rows:
        yield text_of_item(item)


def text_of_bulletin(bulletin: Bulletin) -> SearchText:
    return SearchText(
        key=f"bulletins.bulletin:{bulletin.pk}",
        kind="Bulletin",
        title=f"Bulletin: {bulletin.title}",
        summary=bulletin.theme,
        body=plain(bulletin.introduction),
        url=bulletin.get_absolute_url(),
        dated=bulletin.published_at.date() if bulletin.published_at else None,
        visible_from=bulletin.published_at,
    )


def text_of_item(item: Item) -> SearchText:
    bulletin = item.bulletin
    return SearchText(
        key=f"bulletins.item:{item.pk}",
        kind="Bulletin item",
        title=item.heading,
        summary=item.excerpt,
        body="\n".join(_words(item)),
        url=item.get_absolute_url(),
        dated=bulletin.published_at.date() if bulletin.published_at else None,
        visible_from=bulletin.published_at,
        out_of_date=item.is_out_of_date,
        priorities=tuple(priority.slug for priority in item.all_priorities),
    )


def _words(item: Item) -> Iterable[str]:
    yield plain(item.body)
    yield from filter(None, [item.ask, item.audience, item.image_alt])
    yield from (link.text for link in item.links.all())
    yield from (f"{contact.service} {contact.phone} {contact.email}" for contact in item.contacts.all())
    yield from (f"{when.title} {when.host} {when.place}" for when in item.occurrences.all())


def refresh(bulletin: Bulletin) -> None:
    """Bring search in step with one issue: all of it when it is published, none of it otherwise."""
    items = Item.objects.filter(bulletin=bulletin)
    if bulletin.is_published:
        search.index([text_of_bulletin(bulletin), *texts_of(items)])
        return
    gone = [f"bulletins.item:{pk}" for pk in items.values_list("pk", flat=True)]
    search.remove([f"bulletins.bulletin:{bulletin.pk}", *gone])


def refresh_item(item: Item) -> None:
    """Bring search in step with one item."""
    if item.bulletin.is_published:
        search.index(texts_of(Item.objects.filter(pk=item.pk)))


def forget(key: str) -> None:
    search.remove([key])
