from django.apps import AppConfig
from django.db.models.signals import post_migrate

from portal import registry


def sync_roles(**kwargs):
    from portal.accounts import roles  # the apps are ready only now

    roles.sync()


def audiences_of(user) -> list[str]:
    from portal.accounts import roles  # the apps are ready only now

    return [f"role:{role}" for role in roles.roles_of(user)]


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    verbose_name = "Accounts and roles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from portal.accounts import checks, personal, receivers  # noqa: F401  # models are ready only now

        post_migrate.connect(sync_roles)
        registry.audiences.add("accounts", audiences_of)
        registry.personal_records.add("accounts", personal.RECORDS)
