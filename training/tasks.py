from celery import shared_task

from training import workers


@shared_task(name="training.send_reminders")
def send_reminders() -> int:
    return workers.send_reminders()


@shared_task(name="training.purge_needs")
def purge_needs() -> int:
    return workers.purge_needs()
