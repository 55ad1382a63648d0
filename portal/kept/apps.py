from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KeptConfig(AppConfig):
    name = "portal.kept"
    verbose_name = "Kept pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from portal.kept import triggers

        # Once after all migrations: SQLite drops a table's triggers when a migration makes the table anew.
        post_migrate.connect(triggers.install, sender=self)
