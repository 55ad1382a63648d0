from django.db import connection, models


class Revision(models.Model):
    """A random token that triggers change whenever something shown changes.

    Random, for after a rollback or a restored backup a counter would come to a former value again. Usually one
    row; on PostgreSQL writers at the same time take a row each, so that none waits for another.
    """

    token = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.token)


def revision() -> int | None:
    """The revision of all that public pages show; None before anything was written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(token) FROM kept_revision")
        total = cursor.fetchone()[0]
    return None if total is None else int(total)
