from django.db import models
from django.db.models import Q
from django.utils import timezone


class Message(models.Model):
    """A mail rendered once. The personal parts are slots, written `[[name]]`, that each delivery fills."""

    class Stopped(models.TextChoices):
        """Stopped messages: the values are those of the deliveries that wait."""

        HELD = "held", "Paused"
        CANCELLED = "cancelled", "Cancelled"

    kind = models.CharField(max_length=80, help_text="Which mail it is, as in training.booking_confirmed.")
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    reply_to = models.CharField(max_length=320, blank=True)
    list_unsubscribe = models.BooleanField(default=False)
    stopped = models.CharField(max_length=10, choices=Stopped.choices, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    purged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["created_at"], name="mail_message_created")]

    def __str__(self) -> str:
        return self.subject


class MessageAttachment(models.Model):
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    content_type = models.CharField(
        max_length=200, help_text="With its parameters, as in text/calendar; method=REQUEST"
    )
    content = models.BinaryField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class DeliveryQuerySet(models.QuerySet):
    def due(self, at=None):
        """What may leave now, single mails before mailings, oldest first."""
        return self.filter(status=Delivery.Status.QUEUED, due_at__lte=at or timezone.now()).order_by(
            "bulk", "due_at", "pk"
        )

    def failed(self):
        return self.filter(status=Delivery.Status.FAILED)

    def lapsed(self, at=None):
        """Leased by a worker that never came back."""
        return self.filter(status=Delivery.Status.SENDING, lease_until__lt=at or timezone.now())

    def on_their_way(self):
        """Not at an end yet."""
        return self.filter(status__in=Delivery.ON_THE_WAY)

    def ended(self):
        """Sent, failed or cancelled."""
        return self.exclude(status__in=Delivery.ON_THE_WAY)


class Delivery(models.Model):
    """One mail to one address. Its key names the event, so that asking twice sends once."""

    class Status(models.TextChoices):
        QUEUED = "queued", "Waiting"
        HELD = "held", "Paused"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Not sent"
        CANCELLED = "cancelled", "Cancelled"

    ON_THE_WAY = (Status.QUEUED, Status.HELD, Status.SENDING)

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    key = models.CharField(max_length=200, unique=True)
    address = models.CharField(max_length=320, blank=True)
    slots = models.JSONField(default=dict, blank=True)
    bulk = models.BooleanField(default=False, help_text="Part of a mailing: single mails go first.")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    smtp_code = models.PositiveSmallIntegerField("code of the mail server", null=True, blank=True)
    mail_id = models.CharField("Message-ID", max_length=300)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="sending", lease_token__isnull=False, lease_until__isnull=False)
                | (~Q(status="sending") & Q(lease_token__isnull=True, lease_until__isnull=True)),
                name="mail_leased_while_sending",
            ),
            models.CheckConstraint(
                condition=Q(status="sent", sent_at__isnull=False) | (~Q(status="sent") & Q(sent_at__isnull=True)),
                name="mail_sent_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["bulk", "due_at", "id"], condition=Q(status="queued"), name="mail_due"),
            models.Index(fields=["lease_until"], condition=Q(status="sending"), name="mail_leased"),
            models.Index(fields=["lease_token"], condition=Q(status="sending"), name="mail_lease_token"),
            models.Index(fields=["id"], condition=Q(status="failed"), name="mail_failed"),
            models.Index(fields=["message", "status"], name="mail_message_status"),
            models.Index(fields=["address"], name="mail_address"),
        ]

    def __str__(self) -> str:
        return f"{self.address or 'address removed'}: {self.key}"
