from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "portal.mail"
    verbose_name = "Mail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal import registry
        from portal.mail import personal, work_list

        registry.work_lists.add("mail", work_list.lines)
        records = registry.PersonalRecords("Emails sent to you", personal.export, personal.erase)
        registry.personal_records.add("mail", records)
