from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "portal.library"
    verbose_name = "Policies and guidance"
    default_auto_field = "django.db.models.BigAutoField"
