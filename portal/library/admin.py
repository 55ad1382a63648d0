from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html

from portal.admin_history import SimpleHistoryAdmin
from portal.files.services import store
from portal.library import services
from portal.library.forms import KINDS, VersionForm
from portal.library.models import Document, DocumentVersion


class ReviewFilter(admin.SimpleListFilter):
    title = "review"
    parameter_name = "review"

    def lookups(self, request, model_admin):
        return [("due", "Due now"), ("none", "No date set")]

    def queryset(self, request, queryset):
        if self.value() == "due":
            return queryset.due_for_review(timezone.localdate())
        return queryset.filter(review_on__isnull=True) if self.value() == "none" else queryset


class VersionInline(admin.TabularInline):
    model = DocumentVersion
    form = VersionForm
    fields = ["number", "upload", "stored", "published_on", "note"]
    readonly_fields = ["stored"]
    extra = 0

    @admin.display(description="file")
    def stored(self, version):
        if version.file is None:
            return "None yet"
        return format_html('<a href="{}">{}</a>', version.file.get_absolute_url(), version.file.name)


@admin.register(Document)
class DocumentAdmin(SimpleHistoryAdmin):
    list_display = ["title", "kind", "owner", "review_on", "is_public", "is_published"]
    list_filter = ["kind", ReviewFilter, "is_published", "is_public", "priorities", "owner"]
    list_select_related = ["owner"]
    search_fields = ["title", "summary"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["owner", "priorities"]
    inlines = [VersionInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "kind", "summary", "priorities"]}),
        ("What there is to read", {"fields": ["body", "external_url"]}),
        ("Who answers for it", {"fields": ["owner", "review_on"]}),
        ("Who may read it", {"fields": ["is_published", "is_public", "is_about_abuse"]}),
    ]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields  # an address in use changes only by hand

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "slug" in form.changed_data:
            services.remember_address(obj, former_slug=form.initial["slug"])

    def save_formset(self, request, form, formset, change):
        number = services.next_number(form.instance)
        for row in formset.forms:
            if not row.has_changed() or row in formset.deleted_forms:
                continue
            if upload := row.cleaned_data.get("upload"):
                row.instance.file = store(upload, by=request.user, kinds=KINDS)
            if row.instance.number is None:
                row.instance.number, number = number, number + 1
        super().save_formset(request, form, formset, change)
