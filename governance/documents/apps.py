from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "governance.documents"
    verbose_name = "Statutory documents"
    default_auto_field = "django.db.models.BigAutoField"
