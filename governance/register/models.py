"""The register of the whole partnership: finding -> recommendation -> action -> evidence.

Where a finding comes from (a review, an audit, a meeting) and what carries its learning
(a course, a bulletin item, a document) stand upstream: the source by generic link, the
carriers by `registry.carriers`.
"""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from governance.models import Agency, Group, Person, Priority, Seat


class Finding(models.Model):
    """What was found in practice, in a sentence that identifies no child."""

    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    found_on = models.DateField()
    priorities = models.ManyToManyField(Priority, blank=True, related_name="findings")
    source_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source_id = models.PositiveBigIntegerField(null=True, blank=True)
    source = GenericForeignKey("source_type", "source_id")
    source_note = models.CharField("where it comes from", max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-found_on", "pk"]
        indexes = [models.Index(fields=["source_type", "source_id"], name="finding_source")]

    def __str__(self) -> str:
        return self.title


class Recommendation(models.Model):
    """What the partnership or an agency should do about a finding."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="recommendations")
    reference = models.CharField(max_length=30, unique=True)
    text = models.TextField()
    history = HistoricalRecords()

    class Meta:
        ordering = ["reference"]

    def __str__(self) -> str:
        return f"{self.reference}: {self.text[:80]}"


class ActionQuerySet(models.QuerySet):
    def open(self):
        return self.exclude(status__in=[Action.Status.CLOSED, Action.Status.WITHDRAWN])

    def overdue(self, day):
        return self.open().filter(due_on__lt=day)


class Action(models.Model):
    """What an agency does about a recommendation. Done is not closed: closing needs proof and another's eyes."""

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", "Not started"
        IN_PROGRESS = "in_progress", "In progress"
        DONE = "done", "Done, not verified"
        CLOSED = "closed", "Closed and verified"
        WITHDRAWN = "withdrawn", "Withdrawn"

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="actions")
    title = models.CharField(max_length=200)
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="actions")
    owner_seat = models.ForeignKey(Seat, on_delete=models.SET_NULL, null=True, blank=True, related_name="actions")
    overseen_by = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="actions_overseen")
    starts_on = models.DateField()
    due_on = models.DateField()
    forecast_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.NOT_STARTED, editable=False)
    outcome_for_children = models.TextField(blank=True)
    verified_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    verified_on = models.DateField(null=True, blank=True, editable=False)
    history = HistoricalRecords()

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        permissions = [("view_register", "Can read the register of findings and actions")]
        indexes = [models.Index(fields=["status", "due_on"], name="action_status_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on")),
                name="action_due_after_start",
                violation_error_message="An action can't be due before it starts.",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed")
                | (~Q(outcome_for_children="") & Q(verified_by__isnull=False) & Q(verified_on__isnull=False)),
                name="closed_action_is_proved",
                violation_error_message="Closing needs an outcome for children and somebody who verified it.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProgressUpdate(models.Model):
    """What was reported on an action at a time. Never overwritten."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="updates")
    text = models.TextField()
    status = models.CharField(max_length=12, choices=Action.Status.choices)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.action}: {self.text[:60]}"


class Evidence(models.Model):
    """What shows that practice changed, with its own date apart from the day it was uploaded."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="evidence")
    description = models.CharField(max_length=300)
    dated = models.DateField("date of the evidence")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-dated", "pk"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.description
