from django.conf import settings
from django.db import models

from bulletins.models.bulletin import Bulletin


class Mailing(models.Model):
    """One bulletin on its way to its readers. There is one per bulletin, whoever presses send and how often."""

    class State(models.TextChoices):
        QUEUEING = "queueing", "Being prepared"
        SENDING = "sending", "Being sent"
        PAUSED = "paused", "Paused"
        CANCELLED = "cancelled", "Stopped"
        DONE = "done", "Finished"

    bulletin = models.OneToOneField(Bulletin, on_delete=models.PROTECT, related_name="mailing")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUEING)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    total = models.PositiveIntegerField("recipients", default=0)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.bulletin}, to {self.total:,} readers"
