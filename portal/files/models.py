import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse


def stored_name(stored: "StoredFile", filename: str) -> str:
    """Where the bytes lie: never under the name a person gave."""
    return f"files/{stored.pk.hex[:2]}/{stored.pk.hex}"


class StoredFile(models.Model):
    """A file in private storage. Who may read it is asked of its owners (`registry.file_readers`) at each request."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, help_text="The name a person sees when downloading.")
    content = models.FileField(upload_to=stored_name, max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("files:file", args=[self.pk, self.name])
