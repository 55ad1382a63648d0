from celery import shared_task
from django.core.management import call_command

from portal.accounts import services


@shared_task(name="accounts.purge_sessions")
def purge_sessions() -> int:
    """Every night: sessions that ran out, and sign-ups that nobody confirmed. Returns how many sign-ups went."""
    call_command("clearsessions")
    return services.delete_unconfirmed()
