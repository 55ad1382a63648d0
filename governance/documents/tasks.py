from celery import shared_task

from governance.documents import workers
from governance.documents.errors import DocumentsError
from portal.jobs import services as jobs


@shared_task(name="documents.build")
def build(job_id: str) -> None:
    jobs.carry(job_id, workers.build, errors=DocumentsError)
