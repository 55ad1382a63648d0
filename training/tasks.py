from celery import shared_task

from training import workers


@shared_task(name="training.send_reminders")
def send_reminders() -> int:
    return workers.send_reminders()


@shared_task(name="training.close_waiting_lists")
def close_waiting_lists() -> int:
    return workers.close_waiting_lists()


@shared_task(name="training.purge_needs")
def purge_needs() -> int:
    return workers.purge_needs()
