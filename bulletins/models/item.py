import math

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from simple_history.models import HistoricalRecords

from bulletins.models.bulletin import Bulletin, Section
from governance.models import Priority
from portal.addresses import WebAddressField
from portal.rich_text import RichTextField, clean, plain
from portal.wording import day_month_year

WORDS_A_MINUTE = 200


class ItemQuerySet(models.QuerySet):
    def published(self):
        return self.filter(bulletin__status__in=Bulletin.PUBLISHED)

    def visible_to(self, user):
        """As the bulletin they stand in."""
        if user.is_authenticated and user.has_perm("bulletins.view_bulletin"):
            return self
        return self.published()

    def valid(self, day=None):
        """Those not past their last day."""
        day = day or timezone.localdate()
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))


class Item(models.Model):
    """One piece of a bulletin, with a permanent address of its own."""

    class Kind(models.TextChoices):
        NEWS = "news", "News"
        POLICY = "policy", "Policy spotlight"
        FACTSHEET = "factsheet", "Factsheet spotlight"
        EVENT = "event", "Event"
        TRAINING = "training", "Training"
        AWARENESS = "awareness", "Awareness day or campaign"
        SOCIAL_MEDIA = "social_media", "Social media campaign"
        REVIEW = "review", "Review published"
        CASE_LEARNING = "case_learning", "Case review learning"
        GUIDANCE = "guidance", "National guidance"
        SERVICE = "service", "Service or resource"
        NETWORK = "network", "Network news"
        VOLUNTEERING = "volunteering", "Volunteering"
        VACANCY = "vacancy", "Vacancy"
        APPEAL = "appeal", "Appeal"
        CONSULTATION = "consultation", "Consultation"

    class Ask(models.TextChoices):
        NONE = "", "Nothing in particular"
        KNOW = "know", "Know"
        DISCUSS = "discuss", "Discuss"
        DO = "do", "Do"
        FEEDBACK = "feedback", "Give feedback"

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="items")
    bulletin = models.ForeignKey(Bulletin, on_delete=models.CASCADE, related_name="items", editable=False)
    position = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=14, choices=Kind.choices, default=Kind.NEWS)
    heading = models.CharField(max_length=160)
    slug = models.SlugField("address", max_length=100, help_text="The last part of its permanent web address.")
    summary = models.CharField(
        max_length=240,
        blank=True,
        help_text="One sentence for the email and for lists. Empty: the beginning of the text.",
    )
    body = RichTextField("text", blank=True, headings=(4,))
    is_spotlight = models.BooleanField(
        "spotlight of this issue", default=False, help_text="Stands first on the page and in the email. One an issue."
    )
    audience = models.CharField("who should read it", max_length=160, blank=True)
    asks_you_to = models.CharField(max_length=10, choices=Ask.choices, default=Ask.NONE, blank=True)
    ask = models.CharField(
        "what it asks", max_length=200, blank=True, help_text="A short sentence, as in: Choose your sessions."
    )
    do_by = models.DateField(null=True, blank=True)
    priorities = models.ManyToManyField(
        Priority, blank=True, related_name="bulletin_items", help_text="Beside those of its section."
    )
    valid_until = models.DateField(
        null=True, blank=True, help_text="The last day it holds. After it the item is labelled out of date."
    )
    image = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    image_alt = models.CharField(
        "what the picture shows",
        max_length=1000,
        blank=True,
        help_text="For people who cannot see it. A picture that holds text needs all of that text.",
    )
    # Worked out at saving, so that lists and pages need not read and count every text.
    words = models.PositiveIntegerField(default=0, editable=False)
    excerpt = models.CharField(max_length=240, blank=True, editable=False)
    history = HistoricalRecords()

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["section__position", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "slug"],
                name="item_slug_in_bulletin",
                violation_error_message="Another item of this bulletin has this address.",
            ),
            models.UniqueConstraint(
                fields=["bulletin"],
                condition=Q(is_spotlight=True),
                name="one_spotlight_a_bulletin",
                violation_error_message="This bulletin has a spotlight already.",
            ),
            models.CheckConstraint(
                condition=Q(do_by__isnull=True) | ~Q(asks_you_to=""),
                name="do_by_belongs_to_an_ask",
                violation_error_message="Say what the item asks for by that date.",
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    def save(self, *args, **kwargs):
        self.bulletin_id = self.section.bulletin_id
        self.measure()
        if fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = {*fields, "bulletin", "words", "excerpt"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("bulletins:item", args=[self.bulletin.slug, self.slug])

    def measure(self) -> None:
        """Count the words and keep the beginning, from the cleaned text."""
        self.body = clean(self.body)
        text = plain(self.body)
        self.words = len(f"{self.heading} {text or self.image_alt}".split())
        self.excerpt = self.summary or Truncator(_opening(text)).chars(200, truncate="…")

    @property
    def minutes(self) -> int:
        return minutes_of(self.words)

    @property
    def ask_label(self) -> str:
        """Know; Do by 3 December 2024."""
        if not self.asks_you_to:
            return ""
        label = self.get_asks_you_to_display()
        return f"{label} by {day_month_year(self.do_by)}" if self.do_by else label

    @property
    def all_priorities(self) -> list[Priority]:
        """Its own and those of its section, each once, in the order of the plan."""
        both = {*self.priorities.all(), *self.section.priorities.all()}
        return sorted(both, key=lambda priority: (priority.position, priority.name))

    @property
    def is_out_of_date(self) -> bool:
        return self.valid_until is not None and self.valid_until < timezone.localdate()


def _opening(text: str) -> str:
    """The sentences a text begins with, before its first list or table; all of it where it begins with one."""
    lines = text.split("\n")
    listed = (n for n, line in enumerate(lines) if line.startswith("- ") or line[:1].isdigit() or " | " in line)
    return " ".join(lines[: next(listed, 0) or len(lines)])


def minutes_of(words: int) -> int:
    """Reading time in whole minutes, at least one."""
    return max(1, math.ceil(words / WORDS_A_MINUTE))


class ItemLink(models.Model):
    """Where an item leads, in words that say so."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="links")
    text = models.CharField(max_length=160, help_text="Says where it leads: Read the factsheet on neglect.")
    url = models.CharField("address", max_length=500, help_text="https://… or, on this site, /policies/…")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = "link"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(url__startswith="https://") | Q(url__startswith="http://") | Q(url__startswith="/"),
                name="item_link_is_a_web_address",
                violation_error_message="Start the address with https:// or, on this site, with a slash.",
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def full_url(self) -> str:
        """With our own host where it has none, as mails need it."""
        return f"{settings.SITE_URL}{self.url}" if self.url.startswith("/") else self.url


class ItemContact(models.Model):
    """Whom to ask about an item: a service with a number, an address, or both."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="contacts")
    service = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True, help_text="Extensions and short numbers too.")
    email = models.EmailField(blank=True)
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = "contact"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(phone="") | ~Q(email=""),
                name="contact_can_be_reached",
                violation_error_message="Give a number or an email address.",
            )
        ]

    def __str__(self) -> str:
        return self.service

    @property
    def tel(self) -> str:
        return "tel:" + "".join(character for character in self.phone if character.isdigit() or character == "+")


class ItemOccurrence(models.Model):
    """When and where: one day or several, with times or without."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="occurrences")
    title = models.CharField(max_length=160, blank=True, help_text="Where it differs from the item's heading.")
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day", null=True, blank=True, help_text="Empty for one day.")
    starts_at = models.TimeField("from", null=True, blank=True)
    ends_at = models.TimeField("until", null=True, blank=True)
    host = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=160, blank=True, help_text="The room or, online, the means: Microsoft Teams.")
    is_online = models.BooleanField("online", default=False)
    booking_url = WebAddressField("booking address", max_length=500, blank=True)
    price = models.CharField("price and charges", max_length=160, blank=True, help_text="Free, or what it costs.")

    class Meta:
        verbose_name = "date"
        ordering = ["starts_on", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="occurrence_ends_after_it_starts",
                violation_error_message="The last day must not come before the first.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=False),
                name="occurrence_end_has_a_start",
                violation_error_message="Give the time it begins, too.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title or self.item.heading}, {day_month_year(self.starts_on)}"
