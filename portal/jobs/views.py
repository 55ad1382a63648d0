from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.jobs import services
from portal.jobs.models import Job


def _job_for(user, pk) -> Job:
    """The requester's own or, for the business unit, any. All others find nothing."""
    return get_object_or_404(Job.objects.visible_to(user), pk=pk)


@require_safe
@never_cache
def job(request, pk):
    """How far the work is. Loads itself again without JavaScript; with it, asks `job_state`."""
    return render(request, "jobs/job.html", {"job": _job_for(request.user, pk)})


@require_safe
@never_cache
def job_state(request, pk):
    row = _job_for(request.user, pk)
    return JsonResponse(
        {
            "status": row.status,
            "done": row.done,
            "total": row.total,
            "sentence": row.progress_sentence,
            "finished": not row.is_live,
            "result_url": row.result_url,
        }
    )


@require_POST
def job_cancel(request, pk):
    row = _job_for(request.user, pk)
    services.cancel(row, by=request.user)
    return redirect(row)
