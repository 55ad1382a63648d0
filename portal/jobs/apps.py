from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "portal.jobs"
    verbose_name = "Background work"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal import registry
        from portal.jobs import work_list

        registry.work_lists.add("jobs", work_list.lines)
