from celery import shared_task

from portal import jobs
from portal.mail import services, workers


@shared_task(name="mail.deliver")
def deliver() -> None:
    """Send what is due. A long mailing goes on in a task of its own, so that other work gets its turn."""
    if workers.deliver():
        jobs.enqueue("mail.deliver")


@shared_task(name="mail.sweep")
def sweep() -> None:
    services.return_lapsed()
    if workers.anything_due():
        jobs.enqueue("mail.deliver")


@shared_task(name="mail.purge")
def purge() -> None:
    services.purge()
