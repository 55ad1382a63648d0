import pytest

from governance.documents import workers
from governance.documents.models import ReportBuild
from governance.documents.services import builds
from portal.jobs import services as jobs
from tests.documents import factories


@pytest.fixture
def report(officer):
    """A bare report of 2023-24."""
    return factories.report(officer)


@pytest.fixture
def written(officer):
    """The report with money, agencies, figures and texts."""
    return factories.written_report(officer)


@pytest.fixture
def carried(officer):
    """Ask for a build and carry it as the Celery worker would."""

    def carry(report) -> ReportBuild:
        build = builds.request_build(report, by=officer)
        jobs.carry(build.job_id, workers.build)
        build.refresh_from_db()
        return build

    return carry
