from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from governance.models import Priority
from portal.addresses import WebAddressField
from portal.rich_text import RichTextField
from portal.wording import counted


class Delivery(models.TextChoices):
    """How people learn: said of a course, and of each of its sessions."""

    IN_PERSON = "in_person", "In person"
    VIRTUAL = "virtual", "Microsoft Teams"
    CONFERENCE = "conference", "Conference"
    BLENDED = "blended", "Blended"
    E_LEARNING = "e_learning", "E-learning"

    @classmethod
    def in_sentence(cls, value: str) -> str:
        """The words as they stand inside a sentence; a product keeps its capitals."""
        label = cls(value).label
        return label if value == cls.VIRTUAL else label.lower()


class CourseQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True)

    def visible_to(self, user):
        """Everybody sees published courses; the business unit also those in preparation."""
        return self if user.has_perm("training.view_course") else self.published()


class Course(models.Model):
    """What can be learnt; its sessions say when and where."""

    class Strand(models.TextChoices):
        PRACTICE = "practice", "Safeguarding practice"
        PRIORITIES = "priorities", "Partnership priorities"
        REVIEWS = "reviews", "Themes from reviews and audits"

    class Level(models.TextChoices):
        BASIC = "basic", "Basic"
        INTERMEDIATE = "intermediate", "Intermediate"
        SPECIALIST = "specialist", "Specialist"

    code = models.CharField(max_length=20, unique=True, help_text="Short and lasting, as in BSC.")
    title = models.CharField(max_length=150)
    slug = models.SlugField(max_length=100, unique=True, help_text="The last part of the course's address.")
    strand = models.CharField(max_length=12, choices=Strand.choices, default=Strand.PRACTICE)
    summary = models.CharField(
        max_length=200, help_text="One sentence: what the course gives you. It stands under the title and in lists."
    )
    description = RichTextField(blank=True, help_text="What happens in the course, in a few short paragraphs.")
    outcomes = models.TextField(
        "what people will be able to do",
        blank=True,
        help_text="One a line, each beginning with a verb, as in: Recognise the signs of neglect",
    )
    audience = models.CharField(
        "who it is for", max_length=200, blank=True, help_text="As in: Anyone who meets children at work, groups 1 to 3"
    )
    level = models.CharField(max_length=14, choices=Level.choices, default=Level.BASIC)
    delivery = models.CharField(max_length=12, choices=Delivery.choices, default=Delivery.IN_PERSON)
    length = models.CharField(max_length=60, blank=True, help_text="In words, as in: One day, or: Two mornings")
    cpd_hours = models.DecimalField(
        "hours of learning", max_digits=4, decimal_places=1, null=True, blank=True, help_text="Counted for each person."
    )
    prerequisites = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="leads_to", help_text="Courses to do first."
    )
    refresh_months = models.PositiveSmallIntegerField(
        "stays in date for (months)", null=True, blank=True, help_text="Empty when it never has to be done again."
    )
    priorities = models.ManyToManyField(Priority, blank=True, related_name="courses")
    free_cancellation_days = models.PositiveSmallIntegerField(
        "free to cancel until (working days before)",
        null=True,
        blank=True,
        help_text="Empty takes the partnership's own number.",
    )
    late_charge = models.PositiveSmallIntegerField(
        "charge for late cancellation (pounds)", null=True, blank=True, help_text="Empty when there is none."
    )
    e_learning_url = WebAddressField("address of the e-learning", blank=True)
    is_published = models.BooleanField("shown on the site", default=False)
    history = HistoricalRecords()

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("training:course", args=[self.slug])

    @property
    def kicker(self) -> str:
        return f"{self.get_level_display()}, {Delivery.in_sentence(self.delivery)}"

    @property
    def stays_in_date(self) -> str:
        """3 years, or 18 months; empty when it never has to be done again."""
        if not self.refresh_months:
            return ""
        years, months = divmod(self.refresh_months, 12)
        return counted(self.refresh_months, "month,months") if months else counted(years, "year,years")

    @property
    def outcome_list(self) -> list[str]:
        return [line.strip() for line in self.outcomes.splitlines() if line.strip()]
