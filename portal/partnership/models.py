from django.core.validators import FileExtensionValidator, RegexValidator
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from portal.addresses import WebAddressField
from portal.partnership import palette

HEX = RegexValidator(r"^#[0-9a-fA-F]{6}$", "Type a colour as a hash sign and six digits, for instance #0e3b40.")
PATH = RegexValidator(r"^/", "Start with a slash, as in /about/.")


class Partnership(models.Model):
    """The one row that says whom this deployment serves."""

    name = models.CharField(max_length=120, help_text="In full, as on the cover of the yearly report.")
    short_name = models.CharField(max_length=30, help_text="The abbreviation that local people use.")
    area = models.CharField(max_length=60, help_text="The area in one or two words, as in the page header.")
    kind = models.CharField(
        "kind of partnership",
        max_length=80,
        default="Safeguarding Children Partnership",
        help_text="What stands under the area in the page header.",
    )
    strapline = models.CharField(max_length=120, blank=True, help_text="The heading of the home page.")
    welcome = models.TextField(blank=True, help_text="One or two sentences under the heading of the home page.")
    partner_names = models.TextField(
        help_text="The statutory safeguarding partners, one a line, in the order the partners agreed."
    )
    former_website = models.CharField(max_length=120, blank=True)

    general_email = models.EmailField()
    training_email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    address = models.TextField(blank=True)
    referral_url = WebAddressField("where to make a referral", blank=True)
    numbers_checked_on = models.DateField(
        "emergency numbers checked on", help_text="Shown at the foot of every page. Check them every month."
    )

    logo = models.ImageField(
        upload_to="partnership/",
        blank=True,
        validators=[FileExtensionValidator(["png", "jpg", "jpeg", "webp"])],
        help_text="PNG, JPEG or WebP. Without one, the mark of three arcs stands in its place.",
    )
    colour_deep = models.CharField("deep ground", max_length=7, default="#0e3b40", validators=[HEX])
    colour_brand = models.CharField("links and buttons", max_length=7, default="#0b6267", validators=[HEX])
    colour_tint = models.CharField("tint of panels", max_length=7, default="#edf4f2", validators=[HEX])
    colour_pale = models.CharField("pale text on deep ground", max_length=7, default="#bfe0da", validators=[HEX])
    colour_third_1 = models.CharField("first third", max_length=7, default="#0b6267", validators=[HEX])
    colour_third_2 = models.CharField("second third", max_length=7, default="#f2a93b", validators=[HEX])
    colour_third_3 = models.CharField("last third", max_length=7, default="#a3325c", validators=[HEX])

    free_cancellation_days = models.PositiveSmallIntegerField(
        default=5, help_text="Working days before a session until which a place can be given back free of charge."
    )
    reminder_days = models.CharField(
        max_length=40,
        default="10,2",
        help_text="Working days before a session when reminders go out, as in 10,2.",
        validators=[RegexValidator(r"^\d{1,2}(,\d{1,2})*$", "Type whole numbers with commas between, as in 10,2.")],
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = "partnership"
        verbose_name_plural = "partnership"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="only_one_partnership")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @property
    def partners(self) -> list[str]:
        """The partners' names in the order they agreed."""
        return [line.strip() for line in self.partner_names.splitlines() if line.strip()]

    @property
    def palette_version(self) -> str:
        """Changes with the colours and the logo."""
        return palette.version(self)

    @property
    def reminder_working_days(self) -> list[int]:
        return sorted({int(days) for days in self.reminder_days.split(",")}, reverse=True)


class FormerName(models.Model):
    """What the partnership was called before, so that people still find it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=120)
    used_from = models.DateField(null=True, blank=True)
    used_until = models.DateField()
    what_changed = models.TextField(blank=True)

    class Meta:
        ordering = ["-used_until"]

    def __str__(self) -> str:
        return self.name


class EmergencyNumber(models.Model):
    """A telephone number of the "Worried about a child?" strip. It stands here and nowhere else."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="emergency_numbers")
    label = models.CharField(max_length=60, help_text="What comes before the number: Worried about a child? Call")
    phone = models.CharField(max_length=30)
    when = models.CharField(max_length=80, blank=True, help_text="For instance: Monday to Friday, 9am to 5pm")
    in_strip = models.BooleanField("in the strip on every page", default=True)
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.label} {self.phone}"

    @property
    def tel(self) -> str:
        return "tel:" + "".join(c for c in self.phone if c.isdigit() or c == "+")


class SocialLink(models.Model):
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="social_links")
    label = models.CharField(max_length=40)
    url = WebAddressField()
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label


class NoticeQuerySet(models.QuerySet):
    def showing(self, at=None):
        """Notices to show at this moment."""
        at = at or timezone.now()
        return self.filter(starts_at__lte=at).filter(models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=at))


class Notice(models.Model):
    """One sentence on every page: a session moved, an office closed, an urgent alert."""

    heading = models.CharField(max_length=40, help_text="Two or three words, as in: Training moved")
    sentence = models.CharField(max_length=200)
    link_text = models.CharField(max_length=60, blank=True)
    link_url = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")),
                name="notice_ends_after_it_starts",
                violation_error_message="A notice must end after it starts.",
            )
        ]

    def __str__(self) -> str:
        return self.heading


class MovedPage(models.Model):
    """Where an old address leads now. Without a new address the page says that it was removed, and why."""

    old_path = models.CharField(max_length=300, unique=True, validators=[PATH])
    new_path = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="Shown where there is no new address.")

    class Meta:
        ordering = ["old_path"]

    def __str__(self) -> str:
        return self.old_path
