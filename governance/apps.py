from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = "People, agencies and groups"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from governance import figures, offers, receivers  # noqa: F401  # models are ready only now
        from governance.models import Group, GroupFunction, Priority
        from governance.services import personal
        from portal import registry
        from portal.search.following import follow

        registry.figures.add("governance", figures.for_period)
        registry.search_texts.add("governance", offers.search_texts)
        registry.work_lists.add("governance", offers.work_lines)
        registry.personal_records.add("governance", personal.RECORDS)
        registry.shown_models.add("governance", [Priority])
        follow(Group, offers.group_text, (GroupFunction, "group"))
        follow(Priority, offers.priority_text)
