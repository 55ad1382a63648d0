from django.contrib import admin

from portal.jobs.models import Job
from portal.read_only import ReadOnlyAdmin


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """Long work, to look at. It is begun and stopped on the pages that need it."""

    list_display = ["title", "status", "requested_by", "requested_at", "ended_at"]
    list_filter = ["status", "task"]
    search_fields = ["title", "key", "requested_by__email"]
    list_select_related = ["requested_by"]
    date_hierarchy = "requested_at"
