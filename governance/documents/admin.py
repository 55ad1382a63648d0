from django.contrib import admin, messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from governance.documents.coverage import WORDS, state_of
from governance.documents.errors import DocumentsError
from governance.documents.forms import ReportSectionForm, SectionQuoteForm, YearlyReportForm
from governance.documents.models import ReportBuild, ReportSection, SectionQuote, YearlyReport
from governance.documents.services import builds, reports
from portal.admin_history import SimpleHistoryAdmin
from portal.read_only import ReadOnlyAdmin


class TextFilter(admin.SimpleListFilter):
    title = "text"
    parameter_name = "text"

    def lookups(self, request, model_admin):
        return [("empty", "Not written yet"), ("written", "Written")]

    def queryset(self, request, queryset):
        without = queryset.exclude(kind=ReportSection.Kind.COMPUTED)
        if self.value() == "empty":
            return without.filter(body="")
        return without.exclude(body="") if self.value() == "written" else queryset


class SectionInline(admin.TabularInline):
    model = ReportSection
    fields = ["number", "title", "author", "due_on", "state"]
    readonly_fields = ["number", "title", "state"]
    autocomplete_fields = ["author"]
    ordering = ["position"]
    extra = 0
    can_delete = False
    show_change_link = True
    verbose_name_plural = "sections: “Change” opens the text"

    def has_add_permission(self, request, obj=None):
        return False

    @admin.display(description="Text")
    def state(self, section):
        return WORDS[state_of(section)]


@admin.register(YearlyReport)
class YearlyReportAdmin(SimpleHistoryAdmin):
    form = YearlyReportForm
    list_display = ["__str__", "period_start", "period_end", "edition", "status", "published_at"]
    list_filter = ["status", "edition"]
    search_fields = ["title", "slug"]
    readonly_fields = ["status", "published_at", "published_build"]
    actions = ["build_pdf"]
    inlines = [SectionInline]
    change_form_template = "admin/documents/yearlyreport/change_form.html"

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        reports.ensure_sections(obj, by=request.user)

    @admin.action(description="Build the PDF", permissions=["build"])
    def build_pdf(self, request, queryset):
        for report in queryset:
            build = builds.request_build(report, by=request.user)
            link = format_html('<a href="{}">see how far it is</a>', build.job.get_absolute_url())
            messages.success(request, format_html("The PDF of {} is being built: {}.", report, link))

    def has_build_permission(self, request):
        return request.user.has_perm("documents.request_build")


class QuoteInline(admin.StackedInline):
    model = SectionQuote
    form = SectionQuoteForm
    extra = 0
    verbose_name = "quote"
    verbose_name_plural = "quotes"


@admin.register(ReportSection)
class ReportSectionAdmin(SimpleHistoryAdmin):
    form = ReportSectionForm
    list_display = ["__str__", "report", "author", "due_on", "state"]
    list_filter = ["report", TextFilter, "author"]
    list_select_related = ["report", "author"]
    search_fields = ["title", "finding", "body"]
    autocomplete_fields = ["author"]
    readonly_fields = ["report", "asked"]
    fields = ["report", "asked", "number", "title", "finding", "body", "no_evidence", "author", "due_on"]
    inlines = [QuoteInline]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="Text")
    def state(self, section):
        return WORDS[state_of(section)]

    @admin.display(description="What the law asks here")
    def asked(self, section):
        return " ".join(requirement.asks for requirement in reports.requirements_of(section)) or "Nothing by law."


@admin.register(ReportBuild)
class ReportBuildAdmin(ReadOnlyAdmin):
    list_display = ["report", "requested_at", "requested_by", "state", "pages", "is_published"]
    list_filter = ["state", "report"]
    list_select_related = ["report", "requested_by"]
    search_fields = ["report__slug", "snapshot_sha256", "pdf_sha256"]
    fields = ["report", "state", "requested_by", "requested_at", "frozen_at", "snapshot_sha256", "pdf_sha256", "pages"]
    change_form_template = "admin/documents/reportbuild/change_form.html"

    @admin.display(description="Public", boolean=True)
    def is_published(self, build):
        return build.report.published_build_id == build.pk

    def get_urls(self):
        publish = self.admin_site.admin_view(self.publish)
        return [path("<int:pk>/publish/", publish, name="documents_reportbuild_publish"), *super().get_urls()]

    def publish(self, request, pk):
        """Asks first; then the file of this build is the public report."""
        build = self.get_object(request, pk)
        page = reverse("admin:documents_reportbuild_changelist")
        if build is None or not request.user.has_perm("documents.change_yearlyreport"):
            return redirect(page)
        if request.method != "POST":
            context = {**self.admin_site.each_context(request), "build": build, "title": f"Publish {build.report}?"}
            return TemplateResponse(request, "admin/documents/reportbuild/publish.html", context)
        try:
            report = builds.publish(build, by=request.user)
        except DocumentsError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{report} is public now.")
        return redirect(page)
