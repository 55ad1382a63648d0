from django.apps import AppConfig
from django.contrib.admin import apps as admin


class PagesConfig(AppConfig):
    name = "portal.pages"
    verbose_name = "Pages and feedback"
    default_auto_field = "django.db.models.BigAutoField"
    default = True

    def ready(self) -> None:
        from portal.pages import offers  # models are loaded by now

        offers.register()


class PortalAdminConfig(admin.AdminConfig):
    """Django's admin with our front page."""

    default_site = "portal.pages.admin_site.PortalAdminSite"
    default = False
