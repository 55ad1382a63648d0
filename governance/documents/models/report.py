from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from governance.models import Person
from portal.guidance import editions
from portal.rich_text import RichTextField, plain


class YearlyReportQuerySet(models.QuerySet):
    def published(self):
        """Reports anyone may read."""
        return self.filter(status=YearlyReport.Status.PUBLISHED, is_public=True)

    def visible_to(self, user):
        """The board and the business unit see drafts too."""
        return self if user.has_perm("documents.view_draft") else self.published()


class YearlyReport(models.Model):
    """What the partners did in a year and what it changed (Children Act 2004, section 16G(7)).

    Its sections follow the edition of the guidance it was begun under, and keep it.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"

    slug = models.SlugField(max_length=20, unique=True, help_text="The end of its address, as in 2023-24.")
    title = models.CharField(max_length=120, default="Yearly report")
    subtitle = models.CharField(max_length=200, blank=True, help_text="One sentence under the title on the cover.")
    period_start = models.DateField("from")
    period_end = models.DateField("until")
    edition = models.CharField(
        "edition of the guidance", max_length=20, help_text="Whose outline and requirements it follows."
    )
    year_in_lines = models.TextField(
        "the year in five lines",
        blank=True,
        help_text="One sentence a line, at most five. They stand beside the contents.",
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    is_public = models.BooleanField("on the public page", default=False, editable=False)
    published_build = models.ForeignKey(
        "ReportBuild", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    history = HistoricalRecords()

    objects = YearlyReportQuerySet.as_manager()

    class Meta:
        ordering = ["-period_start"]
        permissions = [("view_draft", "Can read drafts of statutory documents")]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_end__gt=F("period_start")),
                name="report_period",
                violation_error_message="The last day must come after the first.",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", is_public=False) | Q(status="published", published_build__isnull=False),
                name="published_report_has_its_build",
                violation_error_message="A published report needs the file that was published.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.slug}"

    def get_absolute_url(self) -> str:
        return reverse("documents:report", args=[self.slug])

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.year_in_lines.splitlines() if line.strip()][:5]

    @property
    def outline(self) -> editions.YearlyReportOutline:
        return editions.yearly_report(self.edition)


class ReportSection(models.Model):
    """One section: a finding in a sentence, a text, or a word on why there is no evidence yet."""

    class Kind(models.TextChoices):
        COMPUTED = "computed", "Figures and tables"
        NARRATIVE = "narrative", "Text"
        MIXED = "mixed", "Text with figures"

    report = models.ForeignKey(YearlyReport, on_delete=models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=100, editable=False)
    position = models.PositiveSmallIntegerField(default=1)
    number = models.CharField(max_length=6, help_text="As printed: 5, or A for an appendix.")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.NARRATIVE, editable=False)
    title = models.CharField(max_length=120)
    finding = models.CharField(
        max_length=240, blank=True, help_text="The one sentence a reader should remember. It opens the section."
    )
    body = RichTextField("text", blank=True)
    no_evidence = models.TextField(
        "no evidence yet",
        blank=True,
        help_text="What can't be shown yet, why, and what will be done about it. Printed in a box of its own.",
    )
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="report_sections")
    due_on = models.DateField("text due on", null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="one_section_per_key")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_written(self) -> bool:
        """Has words of its own; a section of figures alone needs none."""
        return self.kind == self.Kind.COMPUTED or bool(plain(self.body))

    @property
    def is_explained(self) -> bool:
        return bool(self.no_evidence.strip())


class SectionQuote(models.Model):
    """Somebody's words, printed large. Only with their consent, and never with a child's name."""

    section = models.ForeignKey(ReportSection, on_delete=models.CASCADE, related_name="quotes")
    text = models.CharField(max_length=300)
    source = models.CharField(max_length=150, help_text="Who said it, without a name: Family support worker")
    consent = models.BooleanField(
        "agreed to be quoted", default=False, help_text="The quote is printed only when this is ticked."
    )
    position = models.PositiveSmallIntegerField(default=1)
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
