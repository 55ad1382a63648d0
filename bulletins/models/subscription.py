import secrets

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from governance.models import Priority


def new_token() -> str:
    return secrets.token_urlsafe(24)


class SubscriptionQuerySet(models.QuerySet):
    def active(self):
        return self.filter(status=Subscription.Status.ACTIVE)

    def of(self, address: str):
        return self.filter(email=address.strip().lower())


class Subscription(models.Model):
    """An address that asked for the bulletin. It gets nothing before it was confirmed from its own inbox."""

    class Status(models.TextChoices):
        PENDING = "pending", "Not confirmed yet"
        ACTIVE = "active", "Gets the bulletin"
        STOPPED = "stopped", "Stopped"

    email = models.EmailField("email address", unique=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.PENDING)
    # Part of the link that confirms; a new one makes every earlier link worthless.
    token = models.CharField(max_length=40, default=new_token, editable=False)
    asked_at = models.DateTimeField("last mail about it", null=True, blank=True, editable=False)
    priorities = models.ManyToManyField(
        Priority, blank=True, related_name="+", help_text="Special editions about these; none: all of them."
    )
    consent_source = models.CharField(
        max_length=120, default="The form on this site", help_text="Where this person agreed to get the bulletin."
    )
    consent_on = models.DateField("consent given on", default=timezone.localdate)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["email"]
        indexes = [models.Index(fields=["status", "id"], name="subscription_status")]
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="subscription_email_is_lower",
                violation_error_message="Write the address in small letters.",
            ),
            models.CheckConstraint(
                condition=~Q(status="active") | Q(confirmed_at__isnull=False),
                name="active_subscription_was_confirmed",
                violation_error_message="An active subscription needs the moment it was confirmed.",
            ),
            models.CheckConstraint(
                condition=~Q(status="stopped") | Q(stopped_at__isnull=False),
                name="stopped_subscription_says_when",
                violation_error_message="A stopped subscription needs the moment it was stopped.",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def save(self, *args, **kwargs):
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    @property
    def masked_email(self) -> str:
        """p...e@rivermouth.example: enough for its owner to know it, too little for anyone else."""
        name, _, domain = self.email.partition("@")
        return f"{name[0]}...{name[-1] if len(name) > 2 else ''}@{domain}"
