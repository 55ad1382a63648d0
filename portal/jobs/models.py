import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

MAX_ATTEMPTS = 3


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The person's own; the business unit sees all."""
        if user.has_perm("jobs.view_job"):
            return self
        return self.filter(requested_by_id=user.pk) if user.pk else self.none()

    def live(self):
        """Waiting or at work."""
        return self.filter(status__in=Job.LIVE)

    def abandoned(self, at=None):
        """Begun by a worker that never came back."""
        return self.filter(status=Job.Status.RUNNING, lease_until__lt=at or timezone.now())

    def failed(self):
        return self.filter(status=Job.Status.FAILED)


class Job(models.Model):
    """A long piece of work: how far it is, where its result is, and how to stop it."""

    class Status(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "At work"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Stopped"

    LIVE = (Status.QUEUED, Status.RUNNING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.CharField(max_length=100, help_text="The name of the Celery task that carries it.")
    args = models.JSONField(default=list, blank=True)
    key = models.CharField(max_length=200, help_text="Only one job of a key is alive at a time.")
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    sentence = models.CharField(max_length=300, blank=True, help_text="What it is doing.")
    result_url = models.CharField(max_length=300, blank=True)
    error = models.CharField(max_length=300, blank=True, help_text="Why it failed, in a sentence for the person.")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    requested_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    nudged_at = models.DateTimeField(default=timezone.now, editable=False)
    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(status__in=["queued", "running"]), name="one_live_job_per_key"
            ),
            models.CheckConstraint(
                condition=Q(status="running", lease_token__isnull=False, lease_until__isnull=False)
                | (~Q(status="running") & Q(lease_token__isnull=True, lease_until__isnull=True)),
                name="job_leased_while_running",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "lease_until"], name="job_sweep"),
            models.Index(fields=["requested_by", "requested_at"], name="job_requester"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("jobs:job", args=[self.pk])

    @property
    def is_live(self) -> bool:
        return self.status in self.LIVE

    @property
    def seconds_left(self) -> int | None:
        """Judged by what has been done so far; None before there is anything to judge by."""
        if not (self.started_at and self.done and self.total) or self.status != self.Status.RUNNING:
            return None
        spent = (timezone.now() - self.started_at).total_seconds()
        return round(spent / self.done * max(self.total - self.done, 0))

    @property
    def progress_sentence(self) -> str:
        """As in "Sending the mails: 31 of 42, about 10 seconds left"."""
        if self.status == self.Status.QUEUED:
            return "Waiting for its turn"
        doing = self.sentence or "At work"
        if not self.total:
            return doing
        left = self.seconds_left
        return f"{doing}: {self.done} of {self.total}" + (f", {in_round_words(left)} left" if left is not None else "")


def in_round_words(seconds: int) -> str:
    """A length of time as people say it when they cannot know it exactly."""
    if seconds < 60:
        return f"about {max(5, round(seconds / 5) * 5)} seconds"
    minutes = round(seconds / 60)
    return "about a minute" if minutes == 1 else f"about {minutes} minutes"
