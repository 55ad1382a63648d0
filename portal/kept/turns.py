"""When the clock alone may change what pages show."""

from datetime import datetime, time, timedelta

from django.db.models import DateTimeField, Min, Q
from django.utils import timezone

from portal import registry
from portal.kept import triggers


def next_turn(now: datetime) -> datetime:
    """The next moment stored in any shown table, at most the next midnight: notices begin, sessions start, days pass."""
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    midnight = timezone.make_aware(datetime.combine(tomorrow, time.min))
    return min([midnight, *_stored_moments(now)])


def _stored_moments(now: datetime) -> list[datetime]:
    moments: list[datetime] = []
    past = {model for offer in registry.past_models for model in offer}
    for model in set(triggers.shown_models()) - past:
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, DateTimeField)]
        if names:
            firsts = {f"first_{name}": Min(name, filter=Q(**{f"{name}__gt": now})) for name in names}
            moments += filter(None, model._base_manager.aggregate(**firsts).values())
    return moments
