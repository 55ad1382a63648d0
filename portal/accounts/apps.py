from django.apps import AppConfig
from django.db.models.signals import post_migrate


def sync_roles(**kwargs):
    from portal.accounts import roles  # the apps are ready only now

    roles.sync()


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    verbose_name = "Accounts and roles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        post_migrate.connect(sync_roles)
