"""Demonstration accounts: everybody may sign in to them, so a real portal must not start while one exists."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from portal.accounts.models import User

SENTENCE = (
    "A demonstration account exists in this database, and everybody could sign in to it. A portal with DEBUG off "
    "does not start on demonstration data: point DATABASE_URL at a database of its own."
)


def has_accounts() -> bool:
    """Is there any? A database without tables yet has none."""
    try:
        if User._meta.db_table not in connection.introspection.table_names():
            return False
        return User.objects.filter(is_demo=True).exists()
    except DatabaseError:
        return False


def refuse_to_start() -> None:
    """Called where web and worker processes start. Raises ImproperlyConfigured with a sentence."""
    if not settings.DEBUG and has_accounts():
        raise ImproperlyConfigured(SENTENCE)
