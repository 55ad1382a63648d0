"""What an editor must mend, or should look at again, before an issue is approved."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from bulletins.models import Bulletin, Item
from portal.rich_text import plain
from portal.wording import day_month_year

# A link that only makes sense to somebody who sees what stands around it.
VAGUE = {
    "click here",
    "here",
    "click",
    "link",
    "this link",
    "read more",
    "more",
    "more info",
    "find out more",
    "see here",
}
LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.S)


@dataclass(frozen=True)
class Problem:
    """One thing the checks found; `must` stops approval, the rest is advice."""

    sentence: str
    item: Item | None = None
    must: bool = True


def problems(bulletin: Bulletin) -> list[Problem]:
    """All that the checks find in an issue, what must be mended first."""
    items = list(bulletin.items.select_related("section").prefetch_related("links", "occurrences"))
    found = list(_of_bulletin(bulletin, items))
    for item in items:
        found.extend(_of_item(item))
    return sorted(found, key=lambda problem: not problem.must)


def must_be_mended(bulletin: Bulletin) -> list[Problem]:
    return [problem for problem in problems(bulletin) if problem.must]


def _of_bulletin(bulletin: Bulletin, items: list[Item]) -> Iterator[Problem]:
    if not items:
        yield Problem("There is no item in this issue.")
    if not bulletin.theme:
        yield Problem("Nothing says what is in this issue: the inbox will show no preview of it.", must=False)
    filled = {item.section_id for item in items}
    for section in bulletin.sections.all():
        if section.pk not in filled:
            yield Problem(f"The section “{section}” holds no item.", must=False)
    yield from _vague_links(bulletin.introduction, None)


def _of_item(item: Item) -> Iterator[Problem]:
    if not item.heading.strip():
        yield Problem("An item has no heading.", item)
    if not item.body and not item.image_id:
        yield Problem(f"“{item}” has neither text nor a picture.", item)
    if item.image_id and not item.image_alt.strip():
        yield Problem(f"Nobody can hear what the picture of “{item}” shows: describe it.", item)
    for heading in re.findall(r"<h[2-4]>(.*?)</h[2-4]>", item.body, re.S):
        if not plain(heading).strip():
            yield Problem(f"“{item}” has an empty heading in its text.", item)
    yield from _vague_links(item.body, item)
    for link in item.links.all():
        if _is_vague(link.text):
            yield Problem(f"The link “{link.text}” of “{item}” does not say where it leads.", item)
    yield from _past_dates(item)


def _vague_links(html: str, item: Item | None) -> Iterator[Problem]:
    where = f"“{item}”" if item else "the introduction"
    for words in LINK.findall(html):
        if _is_vague(plain(words)):
            yield Problem(f"The link “{plain(words)}” in {where} does not say where it leads.", item)


def _is_vague(words: str) -> bool:
    return re.sub(r"[^a-z ]", "", words.lower()).strip() in VAGUE


def _past_dates(item: Item) -> Iterator[Problem]:
    today = timezone.localdate()
    if item.do_by and item.do_by < today:
        yield Problem(f"“{item}” asks for something by {day_month_year(item.do_by)}, which is past.", item, must=False)
    if item.valid_until and item.valid_until < today:
        yield Problem(f"“{item}” held until {day_month_year(item.valid_until)}.", item, must=False)
    for occurrence in item.occurrences.all():
        last = occurrence.ends_on or occurrence.starts_on
        if last < today:
            yield Problem(f"“{item}” names {day_month_year(last)}, which is past.", item, must=False)
