"""What the admin's front page says of long work."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from portal.jobs.models import Job
from portal.registry import WorkLine
from portal.wording import counted

SHOWN_FOR = timedelta(days=7)


def lines(user) -> list[WorkLine]:
    """Work that failed in the last seven days."""
    if not user.has_perm("jobs.view_job"):
        return []
    failed = Job.objects.failed().filter(ended_at__gte=timezone.now() - SHOWN_FOR).count()
    if not failed:
        return []
    title = f"{counted(failed, 'piece,pieces')} of background work failed this week"
    return [
        WorkLine(title, reverse("admin:jobs_job_changelist") + "?status__exact=failed", count=failed, urgency="failed")
    ]
