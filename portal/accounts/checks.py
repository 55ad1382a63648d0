from django.conf import settings
from django.core.checks import Error, Tags, register

from portal.accounts import demonstration


@register(Tags.security, Tags.database)
def no_demonstration_account(app_configs, databases=None, **kwargs):
    """With DEBUG off no account may be left that everybody can sign in to."""
    if settings.DEBUG or not databases or not demonstration.has_accounts():
        return []
    return [Error(demonstration.SENTENCE, id="accounts.E001")]
