from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from simple_history.models import HistoricalRecords

from governance.models.agencies import Agency
from governance.models.periods import Period, PeriodQuerySet


class Person(models.Model):
    """Somebody who works for children here. May have no login and no address; holds seats, bookings, licences."""

    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="person"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "people"
        indexes = [models.Index(Lower("email"), name="person_email_lower")]

    def __str__(self) -> str:
        return self.name

    @property
    def current_membership(self) -> "Membership | None":
        """The membership of today that was begun last, with its agency."""
        memberships = [m for m in self.memberships.all() if m.status != Membership.Status.REFUSED]
        memberships = [m for m in memberships if m.end is None]
        return max(memberships, key=lambda m: (m.start is not None, m.start, m.pk), default=None)


class MembershipQuerySet(PeriodQuerySet):
    def confirmed(self):
        return self.filter(status=Membership.Status.CONFIRMED)

    def awaiting(self):
        return self.filter(status=Membership.Status.CLAIMED)


class Membership(Period):
    """Where a person works. Claimed at sign-up; shows nothing of the agency until it is confirmed."""

    class Status(models.TextChoices):
        CLAIMED = "claimed", "Claimed, not confirmed"
        CONFIRMED = "confirmed", "Confirmed"
        REFUSED = "refused", "Refused"

    class Basis(models.TextChoices):
        DOMAIN = "domain", "Work address at one of the agency's domains"
        LEAD = "lead", "The agency's lead said so"
        STAFF = "staff", "The business unit said so"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        help_text="Empty for volunteers, childminders and foster carers who belong to none.",
    )
    job_title = models.CharField(max_length=100)
    is_lead = models.BooleanField("lead for the agency", default=False)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.CLAIMED)
    basis = models.CharField("confirmed because", max_length=10, choices=Basis.choices, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField("why they work with children here", max_length=300, blank=True)
    history = HistoricalRecords()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "-pk"]
        constraints = [
            Period.ends_after_start("membership_period"),
            models.CheckConstraint(
                condition=~Q(status="confirmed") | ~Q(basis=""),
                name="confirmed_membership_says_why",
                violation_error_message="Say why the membership is confirmed.",
            ),
            models.UniqueConstraint(
                fields=["person", "agency"],
                condition=Q(end__isnull=True),
                name="one_open_membership_per_agency",
                violation_error_message="This person already belongs to this agency.",
            ),
            # Nulls are distinct in a unique constraint: without an agency the person alone must be unique.
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(end__isnull=True, agency__isnull=True),
                name="one_open_membership_without_agency",
                violation_error_message="This person is already entered as belonging to no agency.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.job_title}, {self.agency or 'no agency'}"
