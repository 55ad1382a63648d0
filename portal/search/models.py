from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal import registry

PUBLIC = "public"
SIGNED_IN = "signed_in"


def packed(words) -> str:
    """("public", "role:executive") is "|public|role:executive|", so that one `contains` finds one word."""
    return "".join(f"|{word}" for word in words) + "|" if words else ""


def audiences_of(user) -> list[str]:
    """The audiences a reader belongs to; a visitor (or None) belongs to the public alone."""
    if user is None or not user.is_authenticated:
        return [PUBLIC]
    return [PUBLIC, SIGNED_IN, *(word for offer in registry.audiences for word in offer(user))]


class SearchEntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Entries that this reader may see at this moment."""
        allowed = Q()
        for audience in audiences_of(user):
            allowed |= Q(audiences__contains=packed([audience]))
        now = timezone.now()
        return self.filter(
            allowed,
            Q(visible_from__isnull=True) | Q(visible_from__lte=now),
            Q(visible_until__isnull=True) | Q(visible_until__gt=now),
        )

    def under(self, priorities):
        """Entries that belong to any of these priorities (slugs)."""
        wanted = Q(pk__in=[])
        for slug in priorities:
            wanted |= Q(priorities__contains=packed([slug]))
        return self.filter(wanted)


class SearchEntry(models.Model):
    """What search holds of one thing: its own words, who may see it, and from when until when.

    The words are indexed by the database itself (migration 0002), so no row is ever out of step with its index.
    """

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=60, db_index=True)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=400)
    audiences = models.CharField(max_length=300)
    priorities = models.TextField(blank=True)
    dated = models.DateField(null=True, blank=True)
    visible_from = models.DateTimeField(null=True, blank=True)
    visible_until = models.DateTimeField(null=True, blank=True)
    out_of_date = models.BooleanField(default=False)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-dated", "title"]
        verbose_name_plural = "search entries"

    def __str__(self) -> str:
        return self.title
