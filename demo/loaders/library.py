"""Policies, protocols, factsheets, forms and films."""

from collections import Counter
from datetime import timedelta
from typing import Any

from demo.loaders.texts import html
from demo.source import Source
from governance.models import Group, Priority
from portal.library import services
from portal.library.models import Document

NOTE = "Written for the demonstration; not the published text."


def load(source: Source) -> Counter:
    """Load the documents that are missing, each with its first version."""
    return Counter({"documents": sum(load_document(entry, source) for entry in source.read("documents"))})


def load_document(entry: dict[str, Any], source: Source) -> bool:
    owner, priorities = entry.pop("owner"), entry.pop("priorities", [])
    published_on, due = entry.pop("published_on"), entry.pop("review_in_days")
    entry["body"] = html(entry.get("body", ""))
    entry["owner"] = Group.objects.get(slug=owner)
    entry["review_on"] = source.today + timedelta(days=due)
    document, new = Document.objects.get_or_create(slug=entry.pop("slug"), defaults=entry)
    if new:
        document.priorities.set(Priority.objects.filter(slug__in=priorities))
        services.add_version(document, file=None, by=None, note=NOTE, published_on=published_on)
    return new
