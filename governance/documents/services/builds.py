"""Asking for the PDF of a report, and making a built one the public one."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from governance.documents.errors import DocumentsError
from governance.documents.models import ReportBuild, YearlyReport
from governance.documents.offers import texts_of
from portal import history, jobs
from portal.files.models import StoredFile
from portal.jobs.models import Job
from portal.search import services as search

ENDED = {
    Job.Status.FAILED: ReportBuild.State.FAILED,
    Job.Status.CANCELLED: ReportBuild.State.CANCELLED,
}


@transaction.atomic
def request_build(report: YearlyReport, *, by) -> ReportBuild:
    """Have the PDF built. While one is being built, that one is returned: two requests at once are one build."""
    settle(report)
    try:
        with transaction.atomic():
            build = ReportBuild.objects.create(report=report, requested_by=by)
    except IntegrityError:
        live = report.builds.live().first()
        return live or request_build(report, by=by)  # it ended between the two statements
    build.job = jobs.start(
        "documents.build",
        title=f"Building the PDF of {report}",
        key=f"documents.build:{report.pk}",
        by=by,
        args=[build.pk],
    )
    build.save(update_fields=["job"])
    return build


@transaction.atomic
def settle(report: YearlyReport) -> None:
    """Give builds whose job has ended otherwise than well the state of that job, so that a new one can begin."""
    for build in report.builds.live().select_related("job").select_for_update(of=("self",)):
        if build.job is None or not build.job.is_live:
            status = Job.Status(build.job.status) if build.job else Job.Status.FAILED
            build.state = ENDED.get(status, ReportBuild.State.FAILED)
            build.save(update_fields=["state"])


@transaction.atomic
def freeze(build: ReportBuild, *, content: dict, digest: str) -> datetime:
    """Keep what the PDF is made from; returns the moment. A build that is tried again is made from the same."""
    frozen_at = timezone.now()
    build.snapshot, build.snapshot_sha256, build.frozen_at = content, digest, frozen_at
    build.state = ReportBuild.State.BUILDING
    build.save(update_fields=["snapshot", "snapshot_sha256", "frozen_at", "state"])
    return frozen_at


@transaction.atomic
def finish(build: ReportBuild, *, file: StoredFile, pages: int) -> None:
    """Tie the file to its build."""
    build.file, build.pdf_sha256, build.pages = file, file.sha256, pages
    build.state = ReportBuild.State.DONE
    build.save(update_fields=["file", "pdf_sha256", "pages", "state"])


@transaction.atomic
def take_over(build: ReportBuild, *, earlier: ReportBuild) -> None:
    """Give a build the file of an earlier one that was made from the same figures and texts."""
    build.file, build.pdf_sha256, build.pages = earlier.file, earlier.pdf_sha256, earlier.pages
    build.frozen_at = earlier.frozen_at  # printed in the file
    build.state = ReportBuild.State.DONE
    build.save(update_fields=["file", "pdf_sha256", "pages", "frozen_at", "state"])


@transaction.atomic
def publish(build: ReportBuild, *, by) -> YearlyReport:
    """Make the file of this build the public report. Raises DocumentsError unless it is built."""
    report = YearlyReport.objects.select_for_update().get(pk=build.report_id)
    if build.state != ReportBuild.State.DONE:
        raise DocumentsError("Only a PDF that has been built can be published.")
    if report.published_build_id == build.pk and report.is_public:
        return report
    report.published_build = build
    report.status = YearlyReport.Status.PUBLISHED
    report.is_public = True
    report.published_at = timezone.now()
    history.save(report, by=by)
    search.index(texts_of(report))
    return report
