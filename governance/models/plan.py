from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from governance.models.periods import Period, PeriodQuerySet


class Priority(Period):
    """A theme of the strategic plan; bulletins, courses, audits, actions and report sections hang on it."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(default=1)
    summary = models.TextField(blank=True, help_text="What this priority is about, in two or three plain sentences.")
    history = HistoricalRecords()

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name_plural = "priorities"
        constraints = [Period.ends_after_start("priority_period")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("governance:priority", args=[self.slug])
