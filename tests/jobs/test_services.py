"""The life of a job, with good and bad ends."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from portal import jobs
from portal.jobs import services
from portal.jobs.errors import JobCancelled
from portal.jobs.models import Job, in_round_words

pytestmark = pytest.mark.django_db


class WeatherError(Exception):
    pass


def start(key: str = "test:1", **fields) -> Job:
    return jobs.start("test.task", **{"title": "Building a report", "key": key, "args": [7], **fields})


def test_start_queues_and_nudges_on_commit(officer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        job = start(by=officer)
    assert (job.status, job.args, job.requested_by) == ("queued", [7], officer)
    assert [(nudge.task, nudge.args) for nudge in callbacks] == [("test.task", (str(job.pk),))]


def test_start_returns_the_live_job_of_the_key():
    assert start() == start()
    assert Job.objects.count() == 1


def test_start_begins_anew_after_the_end():
    first = start()
    services.carry(first.pk, lambda progress, number: None)
    assert start() != first


def test_carry_gives_the_arguments_and_keeps_the_result():
    job = start()
    services.carry(job.pk, lambda progress, number: progress.step(number, 7, "Counting") or "/result/")
    job.refresh_from_db()
    assert (job.status, job.done, job.total, job.result_url, job.attempts) == ("done", 7, 7, "/result/", 1)
    assert job.ended_at is not None


def test_carry_does_a_job_once():
    job = start()
    services.carry(job.pk, lambda progress, number: None)
    services.carry(job.pk, lambda progress, number: pytest.fail("a second time"))


def test_carry_shows_the_sentence_of_the_apps_own_error():
    def work(progress, number):
        raise WeatherError("There is no weather for that day.")

    job = start()
    services.carry(job.pk, work, errors=WeatherError)
    job.refresh_from_db()
    assert (job.status, job.error) == ("failed", "There is no weather for that day.")


def test_carry_hides_the_words_of_any_other_error_and_lets_it_out():
    def work(progress, number):
        raise ZeroDivisionError("secret")

    job = start()
    with pytest.raises(ZeroDivisionError):
        services.carry(job.pk, work, errors=WeatherError)
    job.refresh_from_db()
    assert (job.status, job.error) == ("failed", services.UNEXPECTED)


def test_cancel_stops_a_waiting_job_for_good(officer):
    job = start()
    services.cancel(job, by=officer)
    services.carry(job.pk, lambda progress, number: pytest.fail("it was stopped"))
    assert job.status == "cancelled"


def test_cancel_stops_work_at_its_next_step(officer):
    reached = []

    def work(progress, number):
        services.cancel(Job.objects.get(), by=officer)
        progress.step(1, 2, "On the way")
        reached.append("after the step")

    job = start()
    services.carry(job.pk, work)
    job.refresh_from_db()
    assert (job.status, reached) == ("cancelled", [])


def test_cancel_leaves_an_ended_job(officer):
    job = start()
    services.carry(job.pk, lambda progress, number: None)
    services.cancel(job, by=officer)
    assert job.status == "done"


def test_error_after_a_stop_stays_stopped(officer):
    def work(progress, number):
        services.cancel(Job.objects.get(), by=officer)
        raise WeatherError("Too late")

    job = start()
    services.carry(job.pk, work, errors=WeatherError)
    job.refresh_from_db()
    assert job.status == "cancelled"


def test_step_renews_the_lease_and_writes_the_last_step():
    job = start()

    def work(progress, number):
        Job.objects.update(lease_until=timezone.now())
        for done in range(1, 101):
            progress.step(done, 100, "Counting")
        assert Job.objects.abandoned(timezone.now() + timedelta(seconds=30)).count() == 0

    services.carry(job.pk, work)
    job.refresh_from_db()
    assert (job.done, job.sentence) == (100, "Counting")


def test_sweep_returns_the_job_of_a_killed_worker_three_times():
    job = start()
    for attempt in (1, 2, 3):
        services._claim(job.pk)
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        assert services.sweep() == (1 if attempt < 3 else 0)
    job.refresh_from_db()
    assert (job.status, job.attempts, job.error) == ("failed", 3, services.INTERRUPTED)


def test_late_worker_of_a_job_taken_over_writes_nothing():
    job = start()

    def work(progress, number):
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        services.sweep()
        services._claim(job.pk)
        with pytest.raises(JobCancelled):
            progress.step(1, 2)
        raise JobCancelled

    services.carry(job.pk, work)
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("running", 2)


def test_sweep_nudges_a_queued_job_whose_nudge_was_lost():
    start()
    assert services.sweep() == 0
    Job.objects.update(nudged_at=timezone.now() - timedelta(minutes=3))
    assert services.sweep() == 1
    assert services.sweep() == 0


def test_sweep_forgets_jobs_that_ended_long_ago():
    services.carry(start().pk, lambda progress, number: None)
    Job.objects.update(ended_at=timezone.now() - timedelta(days=91))
    live = start("test:2")
    services.sweep()
    assert list(Job.objects.all()) == [live]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(3, "about 5 seconds"), (11, "about 10 seconds"), (70, "about a minute"), (200, "about 3 minutes")],
)
def test_time_left_in_round_words(seconds, words):
    assert in_round_words(seconds) == words


@pytest.mark.django_db(transaction=True)
def test_many_starts_at_once_make_one_job():
    found, barrier = [], threading.Barrier(8)

    def begin():
        barrier.wait()
        found.append(start().pk)
        connections.close_all()

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == Job.objects.count() == 1
    assert connection.vendor in ("sqlite", "postgresql")


@pytest.mark.django_db(transaction=True)
def test_many_claims_at_once_give_the_job_to_one():
    job, carried, barrier = start(), [], threading.Barrier(8)

    def carry():
        barrier.wait()
        services.carry(job.pk, lambda progress, number: carried.append(number))
        connections.close_all()

    threads = [threading.Thread(target=carry) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert carried == [7]
