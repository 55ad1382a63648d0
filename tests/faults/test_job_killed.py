"""A worker killed in the middle of a job: the sweep finds it, another worker does it again, to the end."""

import time

import pytest

from portal import jobs
from tests.faults.worker import Worker


def wait_until(job, happened, worker: Worker) -> None:
    end = time.monotonic() + 90
    while not happened():
        assert time.monotonic() < end, worker.log.read_text()[-3000:]
        time.sleep(0.05)
        job.refresh_from_db()


@pytest.mark.django_db(transaction=True)
def test_job_survives_a_killed_worker_and_an_emptied_broker(tmp_path):
    job = jobs.start("tests.count_slowly", title="Counting", key="tests:count")
    worker = Worker(tmp_path, smtp_port=1)
    try:
        worker.start("--include", "tests.faults.tasks")
        worker.nudge("tests.count_slowly", str(job.pk))
        wait_until(job, lambda: job.done > 0, worker)
        worker.kill()
        worker.empty_broker()
        job.refresh_from_db()
        assert (job.status, job.attempts) == ("running", 1)
        worker.start("--include", "tests.faults.tasks")
        worker.sweep_until(lambda: type(job).objects.get().status == "done", seconds=90, task="jobs.sweep")
    finally:
        worker.stop()
    job.refresh_from_db()
    assert (job.status, job.attempts, job.done, job.result_url) == ("done", 2, 40, "/counted/")
