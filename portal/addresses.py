"""Addresses of web pages that people type: what comes without a scheme is taken as https."""

from django.db import models


class WebAddressField(models.URLField):
    """Django's URLField; its forms, in the admin too, put https:// before "rivermouth.example". One column either way."""

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def deconstruct(self):
        """Migrations keep Django's own field: the difference is in forms alone."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
