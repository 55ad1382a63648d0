from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = "People, agencies and groups"
    default_auto_field = "django.db.models.BigAutoField"
