"""Things that hold for a time: from a day, until a day (that day included), or with the end open."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class PeriodQuerySet(models.QuerySet):
    def on(self, day: date):
        """Those that hold on this day; an open start or end has always held or holds still."""
        return self.filter(Q(start__isnull=True) | Q(start__lte=day), Q(end__isnull=True) | Q(end__gte=day))

    def current(self):
        return self.on(timezone.localdate())


class Period(models.Model):
    """A row with a first and a last day, both optional. Each child names its own manager, on a PeriodQuerySet."""

    start = models.DateField("from", null=True, blank=True)
    end = models.DateField("until", null=True, blank=True, help_text="The last day. Leave empty while it holds.")

    class Meta:
        abstract = True

    @classmethod
    def ends_after_start(cls, name: str) -> models.CheckConstraint:
        """The constraint each child adds to its own Meta (names must differ between tables)."""
        return models.CheckConstraint(
            condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
            name=name,
            violation_error_message="The last day must not come before the first.",
        )

    def holds_on(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or self.end >= day)
