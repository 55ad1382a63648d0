"""The life of a job: queued, claimed by one worker, carried step by step, ended."""

import logging
import time
import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from portal.jobs.errors import JobCancelled
from portal.jobs.models import MAX_ATTEMPTS, Job
from portal.jobs.nudge import enqueue

logger = logging.getLogger(__name__)

UNEXPECTED = "Something went wrong on our side. It has been noted. Please try again."
INTERRUPTED = f"The work was interrupted {MAX_ATTEMPTS} times. Please try again later."
WRITE_EVERY = 0.25  # seconds between two writes of progress
NUDGE_AGAIN_AFTER = timedelta(minutes=2)
KEPT_FOR = timedelta(days=90)


@transaction.atomic
def start(task: str, *, title: str, key: str, by=None, args: Iterable = ()) -> Job:
    """Queue a job; the task of this name gets the job's id. A live job of the same key is returned instead."""
    try:
        with transaction.atomic():
            job = Job.objects.create(task=task, title=title[:200], key=key, requested_by=by, args=list(args))
    except IntegrityError:
        job = Job.objects.live().filter(key=key).first()
        if job is None:  # it ended between the two statements
            return start(task, title=title, key=key, by=by, args=args)
        return job
    enqueue(task, str(job.pk))
    return job


class Progress:
    """What the work tells of itself. Each step also keeps the lease and asks whether to go on."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._written = 0.0

    def step(self, done: int, total: int, sentence: str = "") -> None:
        """Say how far the work is, outside any transaction. Raises JobCancelled when it should stop."""
        now = time.monotonic()
        if now - self._written < WRITE_EVERY and done < total:
            return
        self._written = now
        self.job.done, self.job.total, self.job.sentence = done, total, sentence[:300]
        _write(self.job, done=done, total=total, sentence=sentence[:300], lease_until=_lease_end())


def carry(
    job_id, work: Callable[..., str | None], *, errors: type[Exception] | tuple[type[Exception], ...] = ()
) -> None:
    """Do `work(progress, *job.args)` as the only worker of this job; what it returns is the address of the result.

    `errors` are the app's own error classes, whose sentence the person may read. Any other exception fails the
    job with a general sentence and goes on to the log.
    """
    job = _claim(job_id)
    if job is None:
        return
    try:
        result_url = work(Progress(job), *job.args)
        _end(job, Job.Status.DONE, done=job.total, result_url=result_url or job.result_url)
    except JobCancelled:
        logger.info("Job %s stopped.", job.pk)
    except errors as error:
        _fail(job, str(error))
    except Exception:
        _fail(job, UNEXPECTED)
        raise


def _claim(job_id) -> Job | None:
    """Take a queued job. None when another worker has it, or when it has ended."""
    now = timezone.now()
    token = uuid.uuid4()
    taken = Job.objects.filter(pk=job_id, status=Job.Status.QUEUED).update(
        status=Job.Status.RUNNING,
        lease_token=token,
        lease_until=_lease_end(),
        started_at=now,
        attempts=F("attempts") + 1,
        done=0,
        total=0,
        sentence="",
    )
    return Job.objects.get(pk=job_id) if taken else None


def _lease_end():
    return timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)


def _write(job: Job, **values) -> None:
    mine = Job.objects.filter(pk=job.pk, status=Job.Status.RUNNING, lease_token=job.lease_token)
    if not mine.update(**values):
        raise JobCancelled


def _end(job: Job, status: str, **values) -> None:
    _write(job, status=status, lease_token=None, lease_until=None, ended_at=timezone.now(), **values)


def _fail(job: Job, sentence: str) -> None:
    try:
        _end(job, Job.Status.FAILED, error=sentence[:300])
    except JobCancelled:
        logger.info("Job %s failed after it was stopped: %s", job.pk, sentence)


def cancel(job: Job, *, by) -> None:
    """Stop a live job: a waiting one at once, one at work at its next step. An ended one stays as it is."""
    stopped = Job.objects.live().filter(pk=job.pk)
    stopped.update(status=Job.Status.CANCELLED, lease_token=None, lease_until=None, ended_at=timezone.now())
    job.refresh_from_db()
    logger.info("Job %s: stop asked for by user %s.", job.pk, by.pk)


def sweep() -> int:
    """Nudge again what was lost: queued jobs nobody took, and jobs whose worker died. Returns how many."""
    now = timezone.now()
    free = {"lease_token": None, "lease_until": None}
    Job.objects.abandoned(now).filter(attempts__gte=MAX_ATTEMPTS).update(
        status=Job.Status.FAILED, error=INTERRUPTED, ended_at=now, **free
    )
    long_ago = now - NUDGE_AGAIN_AFTER
    Job.objects.abandoned(now).update(status=Job.Status.QUEUED, nudged_at=long_ago, **free)
    lost = list(Job.objects.filter(status=Job.Status.QUEUED, nudged_at__lte=long_ago))
    for job in lost:
        Job.objects.filter(pk=job.pk).update(nudged_at=now)
        enqueue(job.task, str(job.pk))
    Job.objects.exclude(status__in=Job.LIVE).filter(ended_at__lt=now - KEPT_FOR).delete()
    return len(lost)
