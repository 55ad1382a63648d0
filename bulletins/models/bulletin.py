from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from governance.models import Priority
from portal.rich_text import RichTextField

# Words of our own addresses under /bulletins/.
RESERVED = {"feed", "preferences", "subscribe", "unsubscribe"}


def not_reserved(slug: str) -> None:
    if slug in RESERVED:
        raise ValidationError(f"“{slug}” is an address of the site itself. Choose another one.")


class BulletinQuerySet(models.QuerySet):
    def published(self):
        """Issues anyone may read: being sent or sent."""
        return self.filter(status__in=Bulletin.PUBLISHED)

    def visible_to(self, user):
        """Editors see every issue, everyone else the published ones."""
        if user.is_authenticated and user.has_perm("bulletins.view_bulletin"):
            return self
        return self.published()

    def latest_first(self):
        return self.order_by("-published_at", "-pk")

    def due(self, now):
        """Scheduled issues whose moment has come."""
        return self.filter(status=Bulletin.Status.SCHEDULED, send_at__lte=now)


class Bulletin(models.Model):
    """One issue: a month's or a special edition. Its status changes only through the services."""

    class Kind(models.TextChoices):
        MONTHLY = "monthly", "Monthly"
        SPECIAL = "special", "Special edition"

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_REVIEW = "in_review", "In review"
        APPROVED = "approved", "Approved"
        SCHEDULED = "scheduled", "Scheduled"
        SENDING = "sending", "Sending"
        SENT = "sent", "Sent"

    PUBLISHED = (Status.SENDING, Status.SENT)

    title = models.CharField(max_length=120, help_text="For a monthly issue the month, as in November 2024.")
    slug = models.SlugField(
        "address", max_length=80, unique=True, validators=[not_reserved], help_text="The last part of its web address."
    )
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.MONTHLY)
    month = models.DateField(null=True, blank=True, help_text="The first day of the month; empty where it has none.")
    theme = models.CharField(
        "what is in it",
        max_length=240,
        blank=True,
        help_text="One sentence under the title and in the inbox's preview: the two or three things to read first.",
    )
    introduction = RichTextField(blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    approval_note = models.CharField(
        max_length=300, blank=True, editable=False, help_text="Why one person wrote and approved it."
    )
    send_at = models.DateTimeField(null=True, blank=True, editable=False)
    status_note = models.CharField(
        max_length=300, blank=True, editable=False, help_text="Why it waits, for instance after a missed schedule."
    )
    published_at = models.DateTimeField(null=True, blank=True, help_text="When it went on the web site.")
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    history = HistoricalRecords()

    objects = BulletinQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        indexes = [models.Index(fields=["status", "-published_at"], name="bulletin_status_published")]
        permissions = [
            ("approve_bulletin", "Can approve a bulletin"),
            ("send_bulletin", "Can schedule and send a bulletin"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="scheduled") | Q(send_at__isnull=False),
                name="scheduled_bulletin_has_a_moment",
                violation_error_message="A scheduled bulletin needs a day and time.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["sending", "sent"]) | Q(published_at__isnull=False),
                name="published_bulletin_has_a_date",
                violation_error_message="A published bulletin needs the day it was published.",
            ),
            models.CheckConstraint(
                condition=Q(month__isnull=True) | Q(month__day=1),
                name="bulletin_month_is_its_first_day",
                violation_error_message="Give the first day of the month.",
            ),
            models.UniqueConstraint(
                fields=["month"],
                condition=Q(kind="monthly"),
                name="one_monthly_bulletin_a_month",
                violation_error_message="There is a monthly bulletin for this month.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("bulletins:bulletin", args=[self.slug])

    @property
    def is_published(self) -> bool:
        return self.status in self.PUBLISHED

    @property
    def may_change(self) -> bool:
        """Until it is approved its words may change; afterwards only as a correction that history records."""
        return self.status in (self.Status.DRAFT, self.Status.IN_REVIEW)


class Section(models.Model):
    """A heading with the items under it, about none, one or several priorities."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.CASCADE, related_name="sections")
    heading = models.CharField(
        max_length=120, blank=True, help_text="Empty for items that stand before the first heading."
    )
    priorities = models.ManyToManyField(Priority, blank=True, related_name="bulletin_sections")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.heading or "Before the first heading"
