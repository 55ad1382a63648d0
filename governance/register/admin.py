from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html

from governance.register import services
from governance.register.errors import RegisterError
from governance.register.forms import KINDS, EvidenceForm, ProgressForm, ReasonForm, ReportForm, VerifyForm
from governance.register.models import Action, Evidence, Finding, ProgressUpdate, Recommendation
from portal.acts import Act, ActsMixin
from portal.admin_history import SimpleHistoryAdmin
from portal.files.services import store

Status = Action.Status
OPEN = (Status.NOT_STARTED, Status.IN_PROGRESS)


def report(action, user, answers) -> str:
    services.report_progress(action, by=user, **answers)
    return "The report is kept."


def mark_done(action, user, answers) -> str:
    services.mark_done(action, by=user, **answers)
    return "Reported done. It stays open until somebody else has verified it."


def verify(action, user, answers) -> str:
    services.verify_and_close(action, by=user, **answers)
    return "Verified and closed."


def reopen(action, user, answers) -> str:
    services.reopen(action, by=user, **answers)
    return "The action is open again."


def withdraw(action, user, answers) -> str:
    services.withdraw(action, by=user, **answers)
    return "The action is withdrawn."


class RecommendationInline(admin.StackedInline):
    model = Recommendation
    extra = 0
    show_change_link = True


class ActionInline(admin.TabularInline):
    model = Action
    extra = 0
    fields = ["title", "owner_agency", "owner_seat", "overseen_by", "starts_on", "due_on", "status"]
    readonly_fields = ["status"]
    autocomplete_fields = ["owner_agency", "owner_seat", "overseen_by"]
    show_change_link = True


class EvidenceInline(admin.TabularInline):
    model = Evidence
    form = EvidenceForm
    extra = 0
    fields = ["description", "dated", "upload", "stored", "added_by"]
    readonly_fields = ["stored", "added_by"]

    @admin.display(description="file")
    def stored(self, evidence):
        if evidence.file is None:
            return "None yet"
        return format_html('<a href="{}">{}</a>', evidence.file.get_absolute_url(), evidence.file.name)


class UpdateInline(admin.TabularInline):
    """What was reported. Read only: reports are never overwritten."""

    model = ProgressUpdate
    extra = 0
    readonly_fields = ["made_at", "status", "text", "made_by"]
    fields = tuple(readonly_fields)
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False


class DueFilter(admin.SimpleListFilter):
    title = "due"
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return [("overdue", "Overdue"), ("open", "All open")]

    def queryset(self, request, queryset):
        if self.value() == "overdue":
            return queryset.overdue(timezone.localdate())
        return queryset.open() if self.value() == "open" else queryset


@admin.register(Finding)
class FindingAdmin(SimpleHistoryAdmin):
    list_display = ["title", "found_on", "comes_from"]
    list_filter = ["priorities", "found_on"]
    search_fields = ["title", "detail", "source_note", "recommendations__reference"]
    autocomplete_fields = ["priorities"]
    readonly_fields = ["comes_from"]
    fields = ["title", "detail", "found_on", "priorities", "comes_from", "source_note"]
    inlines = [RecommendationInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("source")

    @admin.display(description="comes from")
    def comes_from(self, finding):
        return finding.source or finding.source_note


@admin.register(Recommendation)
class RecommendationAdmin(SimpleHistoryAdmin):
    list_display = ["reference", "text", "finding"]
    list_filter = ["finding__priorities"]
    list_select_related = ["finding"]
    search_fields = ["reference", "text", "finding__title"]
    autocomplete_fields = ["finding"]
    inlines = [ActionInline]


@admin.register(Action)
class ActionAdmin(ActsMixin, SimpleHistoryAdmin):
    list_display = ["title", "owner_agency", "overseen_by", "due_on", "forecast_on", "status"]
    list_filter = [DueFilter, "status", "overseen_by", "owner_agency"]
    list_select_related = ["owner_agency", "overseen_by"]
    search_fields = ["title", "recommendation__reference", "owner_agency__name"]
    autocomplete_fields = ["recommendation", "owner_agency", "owner_seat", "overseen_by"]
    readonly_fields = ["status", "outcome_for_children", "verified_by", "verified_on"]
    inlines = [EvidenceInline, UpdateInline]
    fieldsets = [
        (None, {"fields": ["recommendation", "title", "owner_agency", "owner_seat", "overseen_by"]}),
        ("When", {"fields": ["starts_on", "due_on", "forecast_on"]}),
        ("State", {"fields": tuple(readonly_fields), "description": "Changed by the buttons at the top of this page."}),
    ]
    acts = (
        Act("report", "Report progress", "The report is kept and never overwritten.", report, RegisterError,
            form=ProgressForm, possible=lambda action: action.status in OPEN),
        Act("done", "Report done", "Done is not closed: somebody else verifies it.", mark_done, RegisterError,
            form=ReportForm, possible=lambda action: action.status in OPEN),
        Act("verify", "Verify and close", "Look at the evidence first, then say what changed for children.", verify,
            RegisterError, form=VerifyForm, possible=lambda action: action.status == Status.DONE),
        Act("reopen", "Reopen", "For instance when a re-test shows that practice did not change.", reopen,
            RegisterError, form=ReasonForm, possible=lambda action: action.status not in OPEN),
        Act("withdraw", "Withdraw", "The action is given up. What was reported stays.", withdraw, RegisterError,
            form=ReasonForm, possible=lambda action: action.status in (*OPEN, Status.DONE), is_destructive=True),
    )  # fmt: skip

    def save_formset(self, request, form, formset, change):
        for row in formset.forms if formset.model is Evidence else []:
            if not row.has_changed() or row in formset.deleted_forms:
                continue
            if row.instance.added_by_id is None:
                row.instance.added_by = request.user
            if upload := row.cleaned_data.get("upload"):
                row.instance.file = store(upload, by=request.user, kinds=KINDS)
        super().save_formset(request, form, formset, change)
