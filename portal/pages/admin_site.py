"""The admin of the business unit: its front page is the day's work, not the list of models."""

from django.contrib.admin import AdminSite
from django.utils import timezone

from portal import registry
from portal.partnership.models import Partnership
from portal.registry import WorkLine


class PortalAdminSite(AdminSite):
    site_title = "Business unit"
    index_title = "Today"
    index_template = "admin/front.html"

    def each_context(self, request) -> dict:
        partnership = Partnership.objects.first()
        header = f"{partnership.area} business unit" if partnership else "Business unit"
        return {**super().each_context(request), "site_header": header, "partnership": partnership}

    def index(self, request, extra_context=None):
        lines = work_lines(request.user)
        context = {
            "today": timezone.localdate(),
            "failed": [line for line in lines if line.urgency == "failed"],
            "waiting": [line for line in lines if line.urgency != "failed"],
            **(extra_context or {}),
        }
        return super().index(request, context)


def work_lines(user) -> list[WorkLine]:
    """What waits for this person, from every app: what is for today first."""
    lines = [line for offer in registry.work_lists for line in offer(user)]
    return sorted(lines, key=lambda line: line.urgency != "today")
