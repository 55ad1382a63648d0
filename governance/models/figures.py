from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords


class RecordedFigure(models.Model):
    """A figure that no row of the portal proves: years before the portal, surveys, views of a video.

    Shown as "recorded" with its source, and never mixed with computed figures.
    """

    class Qualifier(models.TextChoices):
        EXACT = "exact", "Exactly"
        AT_LEAST = "at least", "At least"
        ABOUT = "about", "About"

    key = models.SlugField(max_length=80, help_text="The same word every year, as in: training-in-person")
    label = models.CharField(max_length=200)
    start = models.DateField("period from")
    end = models.DateField("period until")
    value = models.DecimalField(max_digits=14, decimal_places=2)
    unit = models.CharField(max_length=20, blank=True, help_text="Empty for a count, or %, or: per 10,000")
    qualifier = models.CharField(max_length=8, choices=Qualifier.choices, default=Qualifier.EXACT)
    source = models.CharField(max_length=300, help_text="The document or return that states it, and where.")
    is_illustrative = models.BooleanField("invented for the demonstration", default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["key", "-start"]
        constraints = [
            models.UniqueConstraint(fields=["key", "start", "end"], name="one_recorded_figure_per_key_and_period"),
            models.CheckConstraint(condition=models.Q(end__gte=models.F("start")), name="recorded_figure_period"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.value:g}"
