from django.apps import AppConfig

from portal import registry


class RegisterConfig(AppConfig):
    name = "governance.register"
    verbose_name = "Findings and actions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from governance.register import figures, texts

        registry.figures.add("register", figures.for_period)
        registry.work_lists.add("register", texts.work_lines)
        registry.file_readers.add("register", texts.may_read)
