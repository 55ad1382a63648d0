from django.apps import AppConfig

from portal import registry


class RegisterConfig(AppConfig):
    name = "governance.register"
    verbose_name = "Findings and actions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from governance.register import figures, offers

        registry.figures.add("register", figures.for_period)
        registry.work_lists.add("register", offers.work_lines)
        registry.file_readers.add("register", offers.may_read)
