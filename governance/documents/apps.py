from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "governance.documents"
    verbose_name = "Statutory documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from governance.documents import offers
        from portal import registry

        registry.search_texts.add("documents", offers.search_texts)
        registry.work_lists.add("documents", offers.work_lines)
        registry.file_readers.add("documents", offers.may_read)
