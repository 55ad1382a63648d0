"""Published reviews: what they found, what they ask, what has changed, and the documents that tell it."""

from collections import Counter
from typing import Any

from demo.loaders.texts import html, lines
from demo.source import Source
from governance.models import Priority
from portal.library.models import Document
from reviews import services
from reviews.models import CaseReview, PracticeChange, ReviewDocument


def load(source: Source) -> Counter:
    """Load and publish the reviews that are missing."""
    return Counter({"reviews": sum(load_review(entry) for entry in source.read("reviews"))})


def load_review(entry: dict[str, Any]) -> bool:
    changes, documents = entry.pop("changes", []), entry.pop("documents", [])
    priorities, published_on = entry.pop("priorities", []), entry.pop("published_on")
    entry["summary"] = html(entry["summary"])
    entry["asks"], entry["good_practice"] = lines(entry["asks"]), lines(entry.get("good_practice", []))
    entry["status"] = CaseReview.Status.FINISHED
    review, new = CaseReview.objects.get_or_create(slug=entry.pop("slug"), defaults=entry)
    if not new:
        return False
    review.priorities.set(Priority.objects.filter(slug__in=priorities))
    for position, change in enumerate(changes, 1):
        PracticeChange.objects.create(review=review, position=position, **change)
    for position, place in enumerate(documents, 1):
        document = Document.objects.get(slug=place["slug"])
        ReviewDocument.objects.create(review=review, document=document, role=place["role"], position=position)
    services.publish(review, by=None, on=published_on)
    return True
