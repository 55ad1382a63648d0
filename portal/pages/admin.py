from django.contrib import admin

from portal.admin_history import SimpleHistoryAdmin
from portal.pages import services
from portal.pages.models import EditablePage, Feedback


@admin.register(EditablePage)
class EditablePageAdmin(SimpleHistoryAdmin):
    list_display = ["title", "slug", "updated_on", "is_about_abuse"]
    list_filter = ["is_about_abuse"]
    search_fields = ["title", "body"]
    prepopulated_fields = {"slug": ["title"]}
    fields = ["title", "slug", "lead", "body", "is_about_abuse", "updated_on"]


@admin.register(Feedback)
class FeedbackAdmin(SimpleHistoryAdmin):
    """The inbox: read here, answer from your own mail, then mark it."""

    list_display = ["__str__", "page", "email", "state", "received_at"]
    list_filter = ["state", "received_at"]
    search_fields = ["message", "page", "email"]
    readonly_fields = ["message", "page", "email", "state", "received_at"]
    actions = ["mark_answered", "mark_closed", "mark_new"]

    def has_add_permission(self, request) -> bool:
        return False

    @admin.action(description="Mark as answered", permissions=["change"])
    def mark_answered(self, request, queryset):
        self._mark(request, queryset, Feedback.State.ANSWERED)

    @admin.action(description="Close without an answer", permissions=["change"])
    def mark_closed(self, request, queryset):
        self._mark(request, queryset, Feedback.State.CLOSED)

    @admin.action(description="Open again", permissions=["change"])
    def mark_new(self, request, queryset):
        self._mark(request, queryset, Feedback.State.NEW)

    def _mark(self, request, queryset, state) -> None:
        for feedback in queryset:
            services.settle_feedback(feedback, state=state, by=request.user)
        self.message_user(request, f"Marked as {state.label.lower()}: {len(queryset)}.")
