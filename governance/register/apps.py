from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "governance.register"
    verbose_name = "Findings and actions"
    default_auto_field = "django.db.models.BigAutoField"
