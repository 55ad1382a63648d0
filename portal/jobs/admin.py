from django.contrib import admin

from portal.jobs.models import Job


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    """Long work, to look at. It is begun and stopped on the pages that need it."""

    list_display = ["title", "status", "requested_by", "requested_at", "ended_at"]
    list_filter = ["status", "task"]
    search_fields = ["title", "key", "requested_by__email"]
    list_select_related = ["requested_by"]
    date_hierarchy = "requested_at"

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
