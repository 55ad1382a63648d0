from django.db import models
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from portal.rich_text import RichTextField


class EditablePage(models.Model):
    """A page whose words the business unit writes: accessibility, privacy, cookies, contact and whatever it adds."""

    title = models.CharField(max_length=120)
    slug = models.SlugField("address", max_length=60, unique=True, help_text="The last part of its web address.")
    lead = models.CharField(
        "first sentence", max_length=240, blank=True, help_text="What the page is about, under its title."
    )
    body = RichTextField("text", blank=True, headings=(2, 3))
    is_about_abuse = models.BooleanField(
        "shows “Exit this page”", default=False, help_text="For pages that somebody may read in fear of being seen."
    )
    updated_on = models.DateField(
        "checked on", default=timezone.localdate, help_text="The day its words were last checked; shown at its foot."
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["title"]
        permissions = [("read_executive_page", "Can read the executive's page")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("pages:page", args=[self.slug])


class FeedbackQuerySet(models.QuerySet):
    def unanswered(self):
        return self.filter(state=Feedback.State.NEW)

    def from_address(self, email: str):
        return self.filter(email__iexact=email) if email else self.none()


class Feedback(models.Model):
    """What somebody told the partnership through the site. Its state changes only through the services."""

    class State(models.TextChoices):
        NEW = "new", "New"
        ANSWERED = "answered", "Answered"
        CLOSED = "closed", "Closed without an answer"

    message = models.TextField(max_length=4000)
    page = models.CharField("page it is about", max_length=300, blank=True)
    email = models.EmailField("address for an answer", blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW, editable=False)
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        verbose_name_plural = "feedback"
        indexes = [models.Index(fields=["state", "-received_at"], name="feedback_state")]

    def __str__(self) -> str:
        return self.message[:60]
