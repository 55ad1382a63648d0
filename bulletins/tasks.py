from celery import shared_task

from bulletins import workers
from bulletins.errors import BulletinError
from portal.jobs import services as jobs


@shared_task(name="bulletins.queue_mailing")
def queue_mailing(job_id):
    jobs.carry(job_id, workers.queue_mailing, errors=BulletinError)


@shared_task(name="bulletins.send_due")
def send_due():
    """Every minute: what is scheduled, and what has finished."""
    workers.send_due()
    workers.settle_mailings()
