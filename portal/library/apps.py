from django.apps import AppConfig

from portal import registry


class LibraryConfig(AppConfig):
    name = "portal.library"
    verbose_name = "Policies and guidance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from portal.library import offers
        from portal.library.models import Document, DocumentVersion
        from portal.search.following import follow

        registry.search_texts.add("library", offers.search_texts)
        registry.file_readers.add("library", offers.may_read)
        registry.work_lists.add("library", offers.work_lines)
        follow(Document, offers.search_text, (DocumentVersion, "document"))
