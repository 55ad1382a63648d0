from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from governance.models import Priority
from portal.library.models import Document
from portal.rich_text import RichTextField


def lines(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class CaseReviewQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True)

    def visible_to(self, user):
        """Published ones; the people who may open reviews in the admin see all."""
        if user is not None and user.is_authenticated and user.has_perm("reviews.view_casereview"):
            return self
        return self.published()


class CaseReview(models.Model):
    """A look at how a child was served, and what it teaches. Bears a pseudonym; never a child's own name.

    The reference, the status, the day of notification and the note are for the business unit and never shown.
    """

    class Kind(models.TextChoices):
        RAPID = "rapid", "Rapid review"
        LCSPR = "lcspr", "Local child safeguarding practice review"
        LLR = "llr", "Learning lessons review"
        SCR = "scr", "Serious case review"
        OTHER = "other", "Review by another body"

    class Status(models.TextChoices):
        NOTIFIED = "notified", "Notified"
        UNDER_WAY = "under_way", "Under way"
        FINISHED = "finished", "Finished"
        NOT_TAKEN_UP = "not_taken_up", "Decided not to review"

    reference = models.CharField(max_length=40, unique=True, help_text="Our own reference. Never shown to the public.")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    pseudonym = models.CharField(max_length=80, help_text="The name it is published under; never the child's own.")
    slug = models.SlugField("address", max_length=80, unique=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.NOTIFIED)
    notified_on = models.DateField(null=True, blank=True)
    note = models.TextField("note of the business unit", blank=True, help_text="Never shown to the public.")

    lead = models.CharField(max_length=300, blank=True, help_text="What it is about, in one or two sentences.")
    summary = RichTextField("in one minute", blank=True, help_text="The findings, as few short points.")
    asks = models.TextField(
        "what we ask of practitioners", blank=True, help_text="One a line, as in: Look: see where the baby sleeps."
    )
    good_practice = models.TextField(blank=True, help_text="What was done well, one a line.")
    themes = models.CharField(
        max_length=300, blank=True, help_text="With commas between, as in: Safe sleeping, Under 1"
    )
    priorities = models.ManyToManyField(Priority, blank=True, related_name="reviews")
    documents = models.ManyToManyField(Document, through="ReviewDocument", related_name="reviews")
    published_on = models.DateField(null=True, blank=True)
    is_published = models.BooleanField("published", default=False, editable=False)
    history = HistoricalRecords()

    objects = CaseReviewQuerySet.as_manager()

    class Meta:
        ordering = [F("published_on").desc(nulls_first=True), "pseudonym"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_published=False) | (Q(published_on__isnull=False) & ~Q(lead="")),
                name="published_review_has_date_and_lead",
                violation_error_message="A published review needs the day of publication and a sentence on what it is about.",
            ),
            models.CheckConstraint(
                condition=Q(is_published=False) | ~Q(kind="rapid"),
                name="rapid_review_is_not_published",
                violation_error_message="A rapid review is not published: it goes to the national Panel.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pseudonym} ({self.get_kind_display()})"

    def get_absolute_url(self) -> str:
        return reverse("reviews:review", args=[self.slug])

    @property
    def theme_names(self) -> list[str]:
        return [theme.strip() for theme in self.themes.split(",") if theme.strip()]

    @property
    def good_practice_lines(self) -> list[str]:
        return lines(self.good_practice)

    @property
    def asked(self) -> list[tuple[str, str]]:
        """(word, what is asked) for each line; the word is empty where the line has none before a colon."""
        parted = (line.partition(": ") for line in lines(self.asks))
        return [(word, rest) if colon else ("", word) for word, colon, rest in parted]


class PracticeChange(models.Model):
    """What is done differently since a review."""

    review = models.ForeignKey(CaseReview, on_delete=models.CASCADE, related_name="changes")
    area = models.CharField("practice", max_length=120, help_text="As in: Missed appointments")
    change = models.TextField()
    position = models.PositiveSmallIntegerField(default=1)
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.area


class ReviewDocument(models.Model):
    """A document of the library that tells the review: its report, its briefing sheet, its film."""

    class Role(models.TextChoices):
        REPORT = "report", "Full report"
        BRIEFING = "briefing", "Briefing sheet"
        VIDEO = "video", "Film"
        TRANSCRIPT = "transcript", "Transcript of the film"
        RESPONSE = "response", "Response of the partners"

    review = models.ForeignKey(CaseReview, on_delete=models.CASCADE, related_name="review_documents")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="review_documents")
    role = models.CharField(max_length=12, choices=Role.choices)
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "document of a review"
        verbose_name_plural = "documents of a review"
        constraints = [
            models.UniqueConstraint(
                fields=["review", "document"],
                name="document_once_per_review",
                violation_error_message="This document stands with this review already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.document}"
