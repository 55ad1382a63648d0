from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from governance.documents import paper, snapshot
from governance.documents.coverage import coverage
from governance.documents.frozen import Frozen
from governance.documents.models import ReportBuild, YearlyReport
from governance.documents.services import builds
from portal.jobs.models import Job


@login_not_required
@require_safe
def reports(request):
    """Yearly reports: the published ones, and drafts for the board."""
    rows = YearlyReport.objects.visible_to(request.user).select_related("published_build__file")
    return render(request, "documents/reports.html", {"reports": rows})


@login_not_required
@require_safe
def report(request, slug):
    """The report as a web page: the published one from its frozen snapshot, a draft from the records of today."""
    row = get_object_or_404(
        YearlyReport.objects.visible_to(request.user).select_related("published_build__file"), slug=slug
    )
    is_board = request.user.has_perm("documents.view_draft")
    frozen = Frozen(row.published_build.snapshot if row.published_build else snapshot.gather(row))
    context = {
        "report": row,
        "frozen": frozen,
        "drawn": paper.drawn_sections(frozen),
        "lines": paper.five_lines(frozen),
    }
    if is_board:
        context["coverage"] = coverage(row)
        context["builds"] = row.builds.select_related("requested_by", "file", "job")[:10]
    return render(request, "documents/report.html", context)


@require_POST
@permission_required("documents.request_build", raise_exception=True)
def report_build(request, slug):
    """Have the PDF built and show how far it is."""
    row = get_object_or_404(YearlyReport.objects.visible_to(request.user), slug=slug)
    build = builds.request_build(row, by=request.user)
    if build.job and Job.objects.visible_to(request.user).filter(pk=build.job_id).exists():
        return redirect(build.job)
    messages.info(request, "The PDF is being built already. It will stand on this page in a minute.")
    return redirect(row)


@login_not_required
@require_safe
def build_download(request, pk):
    """The file of a build: the published one for everybody, each other one for the board."""
    build = get_object_or_404(ReportBuild.objects.visible_to(request.user).done().select_related("file"), pk=pk)
    return redirect(build.file)
