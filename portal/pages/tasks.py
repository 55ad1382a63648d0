from celery import shared_task

from portal.pages import services


@shared_task(name="pages.forget_feedback_addresses")
def forget_feedback_addresses() -> None:
    services.forget_feedback_addresses()
