import pytest
from django.urls import reverse

from portal import jobs
from portal.jobs import services
from portal.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(executive) -> Job:
    return jobs.start("test.task", title="Yearly report", key="test:1", by=executive)


def page(client, job) -> str:
    response = client.get(job.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_job_shows_progress_to_the_requester(client, executive, job):
    client.force_login(executive)
    services._claim(job.pk)
    Job.objects.update(done=31, total=42, sentence="Drawing charts")
    shown = page(client, job)
    assert '<meta http-equiv="refresh"' in shown
    assert 'aria-label="Yearly report"' in shown
    assert "Drawing charts: 31 of 42, about 5 seconds left" in shown
    assert "Stop this work" in shown


def test_job_shows_the_business_unit(client, officer, job):
    client.force_login(officer)
    assert "Waiting for its turn" in page(client, job)


@pytest.mark.parametrize("name", ["job", "job_state", "job_cancel"])
def test_job_of_somebody_else_is_not_there(client, practitioner, job, name):
    client.force_login(practitioner)
    url = reverse(f"jobs:{name}", args=[job.pk])
    response = client.post(url) if name == "job_cancel" else client.get(url)
    assert response.status_code == 404


def test_job_needs_sign_in(client, job):
    assert client.get(job.get_absolute_url()).status_code == 302


def test_job_done_links_to_the_result(client, executive, job):
    services.carry(job.pk, lambda progress: "/reports/builds/1/")
    client.force_login(executive)
    shown = page(client, job)
    assert 'href="/reports/builds/1/"' in shown
    assert "refresh" not in shown
    assert "Stop this work" not in shown


def test_job_failed_says_why(client, executive, job):
    def work(progress):
        raise ValueError("No figures for that year.")

    services.carry(job.pk, work, errors=ValueError)
    client.force_login(executive)
    assert "No figures for that year." in page(client, job)


def test_job_state(client, executive, job):
    client.force_login(executive)
    state = client.get(reverse("jobs:job_state", args=[job.pk])).json()
    assert state == {
        "status": "queued",
        "done": 0,
        "total": 0,
        "sentence": "Waiting for its turn",
        "finished": False,
        "result_url": "",
    }


def test_job_cancel_stops_it(client, executive, job):
    client.force_login(executive)
    response = client.post(reverse("jobs:job_cancel", args=[job.pk]), follow=True)
    assert "This work was stopped" in response.content.decode()
    job.refresh_from_db()
    assert job.status == "cancelled"


def test_job_cancel_by_get_does_nothing(client, executive, job):
    client.force_login(executive)
    assert client.get(reverse("jobs:job_cancel", args=[job.pk])).status_code == 405


def test_job_admin(client, officer, job):
    client.force_login(officer)
    listed = client.get(reverse("admin:jobs_job_changelist"), {"q": "Yearly"})
    assert "Yearly report" in listed.content.decode()
    assert client.get(reverse("admin:jobs_job_change", args=[job.pk])).status_code == 200


def test_job_work_list_names_failures(officer, practitioner, job):
    from portal.jobs import work_list

    assert work_list.lines(officer) == []
    services.carry(job.pk, lambda progress: 1 / 0, errors=ZeroDivisionError)
    (line,) = work_list.lines(officer)
    assert (line.count, line.urgency) == (1, "failed")
    assert work_list.lines(practitioner) == []
