"""A long piece of work for the worker that gets killed."""

import time

from celery import shared_task

from portal.jobs import services

STEPS = 40


@shared_task(name="tests.count_slowly")
def count_slowly(job_id: str) -> None:
    services.carry(job_id, _count)


def _count(progress) -> str:
    for done in range(1, STEPS + 1):
        time.sleep(0.05)
        progress.step(done, STEPS, "Counting")
    return "/counted/"
