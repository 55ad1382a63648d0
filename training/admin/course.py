from django.contrib import admin

from portal.admin_history import SimpleHistoryAdmin
from training import search_texts
from training.models import Course


@admin.register(Course)
class CourseAdmin(SimpleHistoryAdmin):
    list_display = ["title", "code", "strand", "level", "delivery", "is_published"]
    list_filter = ["is_published", "strand", "level", "delivery", "priorities"]
    search_fields = ["title", "code", "summary"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["prerequisites", "priorities"]
    fieldsets = [
        (None, {"fields": ["title", "code", "slug", "summary", "is_published"]}),
        (
            "What it is",
            {"fields": ["strand", "level", "delivery", "description", "outcomes", "audience", "priorities"]},
        ),
        ("How long it takes and lasts", {"fields": ["length", "cpd_hours", "refresh_months", "prerequisites"]}),
        ("Rules", {"fields": ["free_cancellation_days", "late_charge"]}),
        ("E-learning", {"fields": ["e_learning_url"]}),
    ]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        search_texts.refresh_course(form.instance)  # once more: its priorities are saved after the course itself
