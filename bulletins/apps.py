from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "bulletins"
    verbose_name = "Bulletins"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from bulletins import figures, offers, receivers, search_texts  # noqa: F401  receivers connect on import
        from bulletins.models import Bulletin, Item, ItemContact, ItemLink, ItemOccurrence, Mailing, Section
        from portal import registry

        registry.search_texts.add("bulletins", search_texts.all_texts)
        registry.work_lists.add("bulletins", offers.work_lines)
        registry.figures.add("bulletins", figures.for_period)
        registry.shown_models.add(
            "bulletins", [Bulletin, Section, Item, ItemLink, ItemContact, ItemOccurrence, Mailing]
        )
        registry.file_readers.add("bulletins", offers.may_read_picture)
        registry.personal_records.add(
            "bulletins",
            registry.PersonalRecords("Bulletin subscription", offers.export_subscription, offers.erase_subscription),
        )
