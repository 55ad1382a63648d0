from django.conf import settings
from django.db import models
from django.db.models import Q

from bulletins.models.bulletin import Bulletin
from portal.mail.models import Delivery, DeliveryQuerySet, Message


class Mailing(models.Model):
    """One bulletin on its way to its readers. There is one per bulletin, whoever presses send and how often."""

    class State(models.TextChoices):
        SENDING = "sending", "Being sent"
        PAUSED = "paused", "Paused"
        CANCELLED = "cancelled", "Stopped"
        DONE = "done", "Finished"

    bulletin = models.OneToOneField(Bulletin, on_delete=models.PROTECT, related_name="mailing")
    message = models.OneToOneField(Message, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENDING)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Empty where the schedule started it.",
    )
    started_at = models.DateTimeField()
    # Readers are put in the outbox in the order of their ids; this is how far that is.
    reached = models.PositiveBigIntegerField(default=0)
    queued_at = models.DateTimeField("all readers in the outbox since", null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    total = models.PositiveIntegerField("readers", default=0)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(queued_at__isnull=False),
                name="finished_mailing_reached_everyone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bulletin}, to {self.total:,} readers"

    @property
    def deliveries(self) -> DeliveryQuerySet:
        """Its mails, one per reader put in the outbox so far."""
        return self.message.deliveries.all() if self.message else Delivery.objects.none()

    @property
    def is_live(self) -> bool:
        return self.state in (self.State.SENDING, self.State.PAUSED)
