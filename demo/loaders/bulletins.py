"""Issues of the bulletin, sent ones and a draft, and the people who get it."""

from collections import Counter
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from bulletins.models import Bulletin, Item, Section, Subscription
from demo.loaders.texts import html
from demo.source import Source
from governance.models import Person, Priority


def load(source: Source) -> Counter:
    """Load the issues that are missing, the oldest first."""
    names = source.names("bulletin_*")
    return Counter({"bulletins": sum(load_bulletin(source.read(name), source) for name in names)})


def load_subscribers(source: Source) -> Counter:
    """Readers at example addresses: some of the invented people, chosen by the file."""
    wanted = source.read("subscribers")
    if not wanted:
        return Counter()
    addresses = Person.objects.exclude(email="").order_by("name").values_list("email", flat=True)
    listed = [*wanted["addresses"], *addresses[: wanted["people"]]]
    return Counter({"subscribers": sum(load_subscriber(address) for address in listed)})


def load_subscriber(address: str) -> bool:
    defaults = {
        "status": Subscription.Status.ACTIVE,
        "confirmed_at": timezone.now(),
        "consent_source": "Invented for the demonstration",
    }
    return Subscription.objects.get_or_create(email=address.lower(), defaults=defaults)[1]


def load_bulletin(entry: dict[str, Any], source: Source) -> bool:
    sections, published_on = entry.pop("sections"), entry.pop("published_on", None)
    if entry["month"] == "next":
        entry["month"] = next_month(source.today)
        entry["title"] = f"{entry['month']:%B %Y}"
        entry["slug"] = slugify(entry["title"])
        if Bulletin.objects.filter(status=Bulletin.Status.DRAFT).exists():
            return False
    if published_on:
        sent = timezone.make_aware(datetime.combine(published_on, time(9)))
        entry |= {"status": Bulletin.Status.SENT, "published_at": sent, "sent_at": sent}
    entry["introduction"] = html(entry["introduction"])
    bulletin, new = Bulletin.objects.get_or_create(slug=entry.pop("slug"), defaults=entry)
    if new:
        for position, section in enumerate(sections, 1):
            load_section(bulletin, position, section)
    return new


def load_section(bulletin: Bulletin, position: int, entry: dict[str, Any]) -> None:
    section = Section.objects.create(bulletin=bulletin, heading=entry["heading"], position=position)
    section.priorities.set(Priority.objects.filter(slug__in=entry.get("priorities", [])))
    for place, item in enumerate(entry["items"], 1):
        load_item(section, place, item)


def load_item(section: Section, position: int, entry: dict[str, Any]) -> None:
    parts = {name: entry.pop(name, []) for name in ("links", "contacts", "occurrences")}
    priorities = entry.pop("priorities", [])
    entry["body"] = html(entry["body"])
    item = Item.objects.create(section=section, position=position, **entry)
    item.priorities.set(Priority.objects.filter(slug__in=priorities))
    for name in ("links", "contacts"):
        for place, part in enumerate(parts[name], 1):
            getattr(item, name).create(position=place, **part)
    for occurrence in parts["occurrences"]:
        item.occurrences.create(**occurrence)


def next_month(day: date) -> date:
    """The first day of the month after this one."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
