from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from governance.models import Group, Priority
from portal.addresses import WebAddressField
from portal.rich_text import RichTextField


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Published ones; those not public only for people who signed in. Editors see all."""
        if user is not None and user.is_authenticated:
            return self if user.has_perm("library.change_document") else self.filter(is_published=True)
        return self.filter(is_published=True, is_public=True)

    def due_for_review(self, day):
        return self.filter(is_published=True, review_on__lte=day)

    def with_versions(self):
        """With the versions published until today, newest first, in `published_versions`."""
        versions = DocumentVersion.objects.published().select_related("file")
        return self.prefetch_related(Prefetch("versions", queryset=versions, to_attr="published_versions"))


class Document(models.Model):
    """Something to read or to use, at an address that stays. Its file is that of the newest published version."""

    class Kind(models.TextChoices):
        POLICY = "policy", "Policy"
        PROCEDURE = "procedure", "Procedure"
        PROTOCOL = "protocol", "Protocol"
        GUIDANCE = "guidance", "Guidance"
        FACTSHEET = "factsheet", "Factsheet"
        BRIEFING = "briefing", "Briefing sheet"
        REPORT = "report", "Report"
        VIDEO = "video", "Video"
        POSTER = "poster", "Poster"
        FORM = "form", "Form"

    title = models.CharField(max_length=200)
    slug = models.SlugField(
        "address", max_length=120, unique=True, help_text="The end of its web address. A former address leads on here."
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    summary = models.CharField(max_length=300, help_text="What it is for and who should read it, in a sentence or two.")
    body = RichTextField(
        "text", headings=(2, 3), blank=True, help_text="The document itself as a web page, if it is short."
    )
    external_url = WebAddressField(
        "address elsewhere", blank=True, help_text="Where it stands if it is not ours: another body's page, a video."
    )
    owner = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="documents", verbose_name="owning group"
    )
    review_on = models.DateField(
        "review by", null=True, blank=True, help_text="From this day it stands among the documents due for review."
    )
    priorities = models.ManyToManyField(Priority, blank=True, related_name="documents")
    is_public = models.BooleanField("public", default=True, help_text="Untick to show it only to people who signed in.")
    is_published = models.BooleanField("published", default=True, help_text="Untick while it is being prepared.")
    is_about_abuse = models.BooleanField(
        "speaks to people who may be harmed",
        default=False,
        help_text="Shows “Exit this page”: somebody may need to leave it quickly.",
    )
    history = HistoricalRecords()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("library:document", args=[self.slug])

    @property
    def is_due_for_review(self) -> bool:
        return self.review_on is not None and self.review_on <= timezone.localdate()

    @property
    def current(self) -> "DocumentVersion | None":
        """The newest version published until today (read by `with_versions`, or now)."""
        if not hasattr(self, "published_versions"):
            self.published_versions = list(self.versions.published().select_related("file"))
        return self.published_versions[0] if self.published_versions else None


class DocumentVersionQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_on__lte=timezone.localdate())


class DocumentVersion(models.Model):
    """One version of a document, with its file. Earlier versions can still be read."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField("what is new", max_length=300, blank=True)
    published_on = models.DateField(default=timezone.localdate, help_text="From this day it is the current version.")
    history = HistoricalRecords()

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = "version"
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"],
                name="one_version_per_number",
                violation_error_message="There is a version with this number already.",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_numbers_begin_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.document}, version {self.number}"
