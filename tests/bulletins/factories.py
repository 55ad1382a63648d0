"""Small issues, items and readers for the tests of the bulletins."""

from datetime import date

from django.utils import timezone
from django.utils.text import slugify

from bulletins.models import Bulletin, Item, Section, Subscription

Status = Bulletin.Status


def bulletin(title: str = "November 2024", status: str = Status.DRAFT, **fields) -> Bulletin:
    now = timezone.now()
    if status in Bulletin.PUBLISHED:
        fields.setdefault("published_at", now)
    if status == Status.SCHEDULED:
        fields.setdefault("send_at", now)
    defaults = {"slug": slugify(title), "theme": "Bruises, sharing information and five free mornings."}
    return Bulletin.objects.create(title=title, status=status, **defaults | fields)


def section(issue: Bulletin, heading: str = "Neglect", *priorities, **fields) -> Section:
    row = Section.objects.create(bulletin=issue, heading=heading, **fields)
    row.priorities.set(priorities)
    return row


def item(where, heading: str = "Too little, too late", *priorities, **fields) -> Item:
    """An item in a section, or in the first section of an issue."""
    if isinstance(where, Bulletin):
        where = where.sections.first() or section(where)
    defaults = {"slug": slugify(heading), "body": "<p>They see it early and act late.</p>"}
    row = Item.objects.create(section=where, heading=heading, **defaults | fields)
    row.priorities.set(priorities)
    return row


def full_issue(status: str = Status.SENT, title: str = "November 2024", items: int = 3, **fields) -> Bulletin:
    """An issue with one of each thing an item may carry, `items` times."""
    issue = bulletin(title, status, **fields)
    part = section(issue)
    for number in range(items):
        row = item(part, f"Item {number} of {title}", position=number + 1)
        row.links.create(text="Read the factsheet on neglect", url="https://charity.example/neglect")
        row.contacts.create(service="Education team", phone="01632 960002", email="education@rivermouth.example")
        row.occurrences.create(starts_on=date(2030, 12, 3), place="Town hall")
    return issue


def reader(email: str = "pat@rivermouth.example", status: str = "active", *priorities, **fields) -> Subscription:
    now = timezone.now()
    moments = {"active": {"confirmed_at": now}, "stopped": {"confirmed_at": now, "stopped_at": now}}.get(status, {})
    row = Subscription.objects.create(email=email, status=status, **moments | fields)
    row.priorities.set(priorities)
    return row
