from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from governance.documents.models.report import YearlyReport
from portal.wording import date_and_time


class ReportBuildQuerySet(models.QuerySet):
    def live(self):
        return self.filter(state__in=ReportBuild.LIVE)

    def done(self):
        return self.filter(state=ReportBuild.State.DONE)

    def visible_to(self, user):
        """The board reads every build, everyone else the published one."""
        if user.has_perm("documents.view_draft"):
            return self
        return self.filter(report__in=YearlyReport.objects.published(), report__published_build=F("pk"))


class ReportBuild(models.Model):
    """One PDF of a report: what it was made from (figures and texts, frozen), and the file. Never made again."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        BUILDING = "building", "Being built"
        DONE = "done", "Built"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Stopped"

    LIVE = (State.WAITING, State.BUILDING)

    report = models.ForeignKey(YearlyReport, on_delete=models.CASCADE, related_name="builds")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    snapshot = models.JSONField(null=True, blank=True, help_text="Every figure and text that went into it.")
    snapshot_sha256 = models.CharField("SHA-256 of figures and texts", max_length=64, blank=True)
    frozen_at = models.DateTimeField("figures and texts as of", null=True, blank=True)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    pdf_sha256 = models.CharField("SHA-256 of the PDF", max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="asked for by",
    )
    requested_at = models.DateTimeField("asked for at", default=timezone.now)

    objects = ReportBuildQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        permissions = [("request_build", "Can have the PDF of a statutory document built")]
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=Q(state__in=["waiting", "building"]), name="one_live_build_per_report"
            ),
            models.CheckConstraint(
                condition=~Q(state="done")
                | (Q(file__isnull=False) & ~Q(snapshot_sha256="") & ~Q(pdf_sha256="") & Q(pages__isnull=False)),
                name="built_report_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, asked for on {date_and_time(self.requested_at)}"

    @property
    def download_url(self) -> str:
        return reverse("documents:build_download", args=[self.pk])
