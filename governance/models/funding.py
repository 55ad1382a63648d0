from django.db import models
from simple_history.models import HistoricalRecords

from governance.models.agencies import Agency


class FinancialYear(models.Model):
    """The money of a year from 1 April: what came in, and what the reserve had to give. Whole pounds."""

    start = models.DateField(unique=True, help_text="1 April.")
    from_reserve = models.PositiveIntegerField("met from the reserve", default=0, help_text="Pounds.")
    one_off_grant = models.PositiveIntegerField(default=0, help_text="Pounds.")
    grant_note = models.TextField(blank=True)
    is_public = models.BooleanField("on the public funding page", default=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-start"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """2023-24."""
        return f"{self.start.year}-{(self.start.year + 1) % 100:02}"


class Contribution(models.Model):
    """What an agency paid in a year, in whole pounds. A contributor need not be a relevant agency."""

    year = models.ForeignKey(FinancialYear, on_delete=models.CASCADE, related_name="contributions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="contributions")
    printed_name = models.CharField(max_length=150)
    pounds = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField(default=1)
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["year", "agency"], name="one_contribution_per_agency_and_year")]

    def __str__(self) -> str:
        return f"{self.printed_name} {self.year}"


class OtherIncome(models.Model):
    """Income that is no partner's contribution; left out of the percentages."""

    year = models.ForeignKey(FinancialYear, on_delete=models.CASCADE, related_name="other_income")
    label = models.CharField(max_length=120)
    pounds = models.PositiveIntegerField()
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "other income"

    def __str__(self) -> str:
        return f"{self.label} {self.year}"
