"""What reviews found, what they recommend, and what agencies do about it."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType

from demo.loaders.governance import agency
from demo.loaders.people import person
from demo.source import Source
from governance.models import Group, Priority, Seat
from governance.register.models import Action, Finding, Recommendation
from reviews.models import CaseReview


def load(source: Source) -> Counter:
    """Load findings with all that hangs on them."""
    return Counter({"findings": sum(load_finding(entry, source) for entry in source.read("register"))})


def load_finding(entry: dict[str, Any], source: Source) -> bool:
    recommendations, priorities = entry.pop("recommendations"), entry.pop("priorities", [])
    review = CaseReview.objects.get(slug=entry.pop("review"))
    defaults = {**entry, "source_type": ContentType.objects.get_for_model(CaseReview), "source_id": review.pk}
    finding, new = Finding.objects.get_or_create(title=defaults.pop("title"), defaults=defaults)
    if new:
        finding.priorities.set(Priority.objects.filter(slug__in=priorities))
        for asked in recommendations:
            actions = asked.pop("actions", [])
            recommendation = Recommendation.objects.create(finding=finding, **asked)
            for action in actions:
                load_action(recommendation, action, source)
    return new


def load_action(recommendation: Recommendation, entry: dict[str, Any], source: Source) -> None:
    updates, evidence = entry.pop("updates", []), entry.pop("evidence", [])
    group = Group.objects.get(slug=entry.pop("overseen_by"))
    owner, role = agency(entry.pop("owner_agency")), entry.pop("owner_role", "")
    if "due_in_days" in entry:
        entry["due_on"] = source.today + timedelta(days=entry.pop("due_in_days"))
    if "verified_by" in entry:
        entry["verified_on"] = source.today - timedelta(days=entry.pop("verified_days_ago"))
        entry["verified_by"] = person(entry["verified_by"])
    action = Action.objects.create(
        recommendation=recommendation,
        overseen_by=group,
        owner_agency=owner,
        owner_seat=Seat.objects.filter(agency=owner, role=role).order_by("group__position").first() if role else None,
        **entry,
    )
    for update in updates:
        action.updates.create(**update)
    for proof in evidence:
        action.evidence.create(**proof)
