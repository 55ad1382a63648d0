from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    name = "portal.partnership"
    verbose_name = "The partnership"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from portal import registry
        from portal.partnership.models import EmergencyNumber, Notice, Partnership, SocialLink

        registry.shown_models.add("partnership", [Partnership, EmergencyNumber, SocialLink, Notice])
