"""Building the PDF of a yearly report: freeze, draw section by section, lay out, keep."""

from datetime import datetime

from governance.documents import paper, snapshot
from governance.documents.errors import DocumentsError
from governance.documents.frozen import Frozen
from governance.documents.models import ReportBuild
from governance.documents.services import builds
from portal import pdf, registry
from portal.files import services as files
from portal.files.models import StoredFile
from portal.jobs.services import Progress

AFTERWARDS = 3  # steps after the sections: layout, writing, keeping


class Steps:
    """Counts the steps of one build. Each asks whether to go on: a stop works between any two of them."""

    def __init__(self, progress: Progress, total: int) -> None:
        self.progress, self.total, self.done = progress, total, 0

    def next(self, sentence: str) -> None:
        self.done = min(self.done + 1, self.total)
        self.say(sentence)

    def say(self, sentence: str) -> None:
        self.progress.step(self.done, self.total, sentence)


def build(progress: Progress, build_id: int) -> str:
    """Make the PDF of this build and return the address of the file.

    A build whose figures were frozen before the worker died is made from those; one whose snapshot equals an
    earlier build's takes its file. Raises DocumentsError with a sentence where no PDF can be made here.
    """
    row = ReportBuild.objects.select_related("report", "requested_by").get(pk=build_id)
    if row.state == ReportBuild.State.DONE:
        return row.download_url
    sources = len(list(registry.figures)) + 1
    steps = Steps(progress, sources + row.report.sections.count() + AFTERWARDS)
    content, frozen_at = row.snapshot, row.frozen_at
    if content is None or frozen_at is None:
        content = snapshot.gather(row.report, steps.next)
        frozen_at = builds.freeze(row, content=content, digest=snapshot.digest(content))
    steps.done = sources
    earlier = _same_before(row)
    if earlier is None:
        file, pages = _make(row, Frozen(content), frozen_at, steps)
        builds.finish(row, file=file, pages=pages)
    else:
        builds.take_over(row, earlier=earlier)
    return row.download_url


def _make(row: ReportBuild, frozen: Frozen, frozen_at: datetime, steps: Steps) -> tuple[StoredFile, int]:
    html = paper.document(
        frozen, digest=row.snapshot_sha256, frozen_at=frozen_at, told=lambda title: steps.next(f"Section: {title}")
    )
    steps.next("Laying out the pages")
    try:
        made = pdf.render_counted(html, on_page=lambda page: steps.say(f"Laying out page {page}"))
    except pdf.PdfError as error:
        raise DocumentsError(str(error)) from error
    steps.next("Keeping the file")
    name = f"{frozen.report['title']} {frozen.report['slug']} {frozen.partnership['short_name']}.pdf"
    return files.keep(name, made.content, "application/pdf", by=row.requested_by), made.pages


def _same_before(row: ReportBuild) -> ReportBuild | None:
    """An earlier build of the same figures and texts: its file says the same, so it is taken again."""
    same = ReportBuild.objects.done().filter(report=row.report, snapshot_sha256=row.snapshot_sha256)
    return same.select_related("file").first()
