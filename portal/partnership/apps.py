from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    name = "portal.partnership"
    verbose_name = "The partnership"
    default_auto_field = "django.db.models.BigAutoField"
