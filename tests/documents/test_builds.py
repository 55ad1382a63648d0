import threading

import pytest
from django.db import connection, connections

from governance.documents import snapshot, workers
from governance.documents.errors import DocumentsError
from governance.documents.models import ReportBuild, SectionQuote
from governance.documents.services import builds
from portal.files.models import StoredFile
from portal.jobs import services as jobs
from portal.jobs.errors import JobCancelled
from portal.search import services as search
from tests.documents import factories


def test_build_makes_a_file(written, carried):
    build = carried(written)
    assert (build.state, build.job.status) == ("done", "done")
    assert build.job.result_url == build.download_url
    assert build.file.name == "Yearly report 2023-24 RSCP.pdf"
    assert build.file.sha256 == build.pdf_sha256
    assert build.file.content.read(5) == b"%PDF-"
    assert build.pages > 15


def test_request_build_twice_is_one_build(report, officer, executive):
    first = builds.request_build(report, by=officer)
    assert builds.request_build(report, by=executive) == first
    assert ReportBuild.objects.count() == 1


def test_request_build_after_the_end_is_a_new_build(report, officer, carried):
    first = carried(report)
    assert builds.request_build(report, by=officer) != first


def test_request_build_after_a_stop_is_a_new_build(report, officer):
    first = builds.request_build(report, by=officer)
    jobs.cancel(first.job, by=officer)
    second = builds.request_build(report, by=officer)
    first.refresh_from_db()
    assert (first.state, second.state) == ("cancelled", "waiting")


@pytest.mark.django_db(transaction=True)
def test_request_build_at_once_is_one_build(officer):
    report = factories.report(officer)
    start, found = threading.Barrier(4), []

    def ask():
        start.wait()
        try:
            found.append(builds.request_build(report, by=officer).pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == ReportBuild.objects.count() == 1, connection.vendor


def test_build_of_an_unchanged_report_takes_the_earlier_file(written, carried):
    first, second = carried(written), carried(written)
    assert first.snapshot_sha256 == second.snapshot_sha256
    assert (first.file, first.frozen_at) == (second.file, second.frozen_at)
    assert StoredFile.objects.count() == 1


def test_build_of_a_changed_report_is_new(written, carried):
    first = carried(written)
    section = written.sections.get(key="voice")
    section.finding = "Children told us more than ever."
    section.save()
    second = carried(written)
    assert first.snapshot_sha256 != second.snapshot_sha256
    assert first.file != second.file


def test_build_tried_again_uses_the_frozen_figures(written, officer, carried):
    """A worker that died after the freeze: what changed meanwhile is not in this report."""
    build = builds.request_build(written, by=officer)
    builds.freeze(build, content=snapshot.gather(written), digest="d" * 64)
    factories.recorded("late", "Counted too late", 1, 2023)
    jobs.carry(build.job_id, workers.build)
    build.refresh_from_db()
    assert (build.state, build.snapshot_sha256) == ("done", "d" * 64)
    assert "late" not in [figure["key"] for figure in build.snapshot["figures"]]


def test_build_stops_between_sections(written, officer):
    build = builds.request_build(written, by=officer)
    seen: list[str] = []

    class Stopping:
        def step(self, done, total, sentence):
            seen.append(sentence)
            if sentence == "Section: What scrutiny found":
                raise JobCancelled

    with pytest.raises(JobCancelled):
        workers.build(Stopping(), build.pk)
    build.refresh_from_db()
    assert build.state == "building"
    assert seen[-2:] == ["Section: How we work together", "Section: What scrutiny found"]
    assert not StoredFile.objects.exists()


def test_build_tells_how_far_it_is(written, officer):
    build = builds.request_build(written, by=officer)
    steps: list[tuple[int, int]] = []

    class Counting:
        def step(self, done, total, sentence):
            steps.append((done, total))

    workers.build(Counting(), build.pk)
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert len({total for _, total in steps}) == 1
    assert steps[-1][0] <= steps[-1][1]


def test_publish_makes_the_build_public(written, carried, officer, client, django_capture_on_commit_callbacks):
    build = carried(written)
    assert client.get(written.get_absolute_url()).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        builds.publish(build, by=officer)
    assert client.get(written.get_absolute_url()).status_code == 200
    assert client.get(build.download_url, follow=True).status_code == 200
    assert "Neglect: yearly report 2023-24" in [hit.title for hit in search.find("neglect", user=officer).hits]


def test_publish_refuses_an_unfinished_build(report, officer):
    with pytest.raises(DocumentsError, match="has been built"):
        builds.publish(builds.request_build(report, by=officer), by=officer)


def test_a_published_report_stays_as_it_was_published(written, carried, officer, client):
    builds.publish(carried(written), by=officer)
    section = written.sections.get(key="voice")
    section.finding = "Changed afterwards."
    section.save()
    page = client.get(written.get_absolute_url()).content.decode()
    assert "Changed afterwards." not in page


def test_a_quote_without_consent_is_not_frozen(written):
    assert SectionQuote.objects.filter(consent=False).exists()
    assert "Not to be printed" not in str(snapshot.gather(written))
