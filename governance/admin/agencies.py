from django.contrib import admin

from governance.models import Agency, AgencyName, RelevantAgency, SafeguardingPartner
from governance.resources import AgencySheet
from portal.admin_history import SimpleHistoryAdmin
from portal.spreadsheets import SheetMixin


class AgencyNameInline(admin.TabularInline):
    model = AgencyName
    extra = 0
    verbose_name = "other name"
    verbose_name_plural = "other names: former ones, and what documents print"


class RelevantEntryInline(admin.TabularInline):
    model = RelevantAgency
    extra = 0
    fields = ["sector", "printed_name", "involvement", "position", "start", "end"]


class OpenFilter(admin.SimpleListFilter):
    title = "open"
    parameter_name = "open"

    def lookups(self, request, model_admin):
        return [("yes", "Open"), ("no", "Closed")]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.open()
        return queryset.filter(closed_on__isnull=False) if self.value() == "no" else queryset


@admin.register(Agency)
class AgencyAdmin(SheetMixin, SimpleHistoryAdmin):
    resource_classes = [AgencySheet]
    list_display = ["name", "short_name", "kind", "sector", "parent", "closed_on"]
    list_filter = ["sector", "kind", OpenFilter]
    list_select_related = ["parent"]
    search_fields = ["name", "short_name", "other_names__name"]
    autocomplete_fields = ["parent", "successor"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [AgencyNameInline, RelevantEntryInline]
    fieldsets = [
        (None, {"fields": ["name", "short_name", "slug", "kind", "sector", "parent", "areas"]}),
        ("Who works there", {"fields": ["email_domains"]}),
        (
            "If it no longer exists",
            {
                "fields": ["closed_on", "successor"],
                "description": "Close an agency instead of deleting it: its bookings, seats and contributions stay true.",
            },
        ),
    ]


@admin.register(RelevantAgency)
class RelevantAgencyAdmin(SimpleHistoryAdmin):
    list_display = ["printed_name", "sector", "involvement", "start", "end", "position"]
    list_editable = ["position"]
    list_filter = ["sector", "start", "end"]
    list_select_related = ["agency"]
    search_fields = ["printed_name", "agency__name"]
    autocomplete_fields = ["agency"]


@admin.register(SafeguardingPartner)
class SafeguardingPartnerAdmin(SimpleHistoryAdmin):
    list_display = ["agency", "position", "lead_title", "lead", "delegate_title", "delegate"]
    list_select_related = ["agency", "lead", "delegate"]
    search_fields = ["agency__name", "lead__name", "delegate__name"]
    autocomplete_fields = ["agency", "lead", "delegate"]
