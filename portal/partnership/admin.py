from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from portal.admin_history import SimpleHistoryAdmin
from portal.partnership.forms import NoticeForm, PartnershipForm
from portal.partnership.models import EmergencyNumber, FormerName, MovedPage, Notice, Partnership, SocialLink
from portal.partnership.resources import MovedPageSheet
from portal.spreadsheets import SheetMixin


class EmergencyNumberInline(admin.TabularInline):
    model = EmergencyNumber
    extra = 0
    verbose_name_plural = "emergency numbers: on every page, and nowhere else"


class SocialLinkInline(admin.TabularInline):
    model = SocialLink
    extra = 0


class FormerNameInline(admin.TabularInline):
    model = FormerName
    extra = 0


@admin.register(Partnership)
class PartnershipAdmin(SimpleHistoryAdmin):
    """The one row. It can be changed, and neither added twice nor deleted."""

    form = PartnershipForm
    list_display = ["name", "area", "numbers_checked_on"]
    inlines = [EmergencyNumberInline, SocialLinkInline, FormerNameInline]
    fieldsets = [
        (None, {"fields": ["name", "short_name", "area", "kind", "partner_names", "former_website"]}),
        ("Home page", {"fields": ["strapline", "welcome"]}),
        ("Contact", {"fields": ["general_email", "training_email", "phone", "address", "referral_url"]}),
        ("Emergency numbers", {"fields": ["numbers_checked_on"]}),
        (
            "Brand",
            {
                "fields": [
                    "logo",
                    ("colour_deep", "colour_brand"),
                    ("colour_tint", "colour_pale"),
                    ("colour_third_1", "colour_third_2", "colour_third_3"),
                ],
                "description": "Colours that people could not read are refused.",
            },
        ),
        ("Training", {"fields": ["free_cancellation_days", "reminder_days"]}),
    ]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Partnership.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        """There is one row, so its list would be a detour."""
        only = Partnership.objects.first()
        if only and self.has_view_or_change_permission(request):
            return HttpResponseRedirect(reverse("admin:partnership_partnership_change", args=[only.pk]))
        return super().changelist_view(request, extra_context)


class ShowingFilter(admin.SimpleListFilter):
    title = "showing"
    parameter_name = "showing"

    def lookups(self, request, model_admin):
        return [("now", "Now"), ("later", "Later")]

    def queryset(self, request, queryset):
        if self.value() == "now":
            return queryset.showing()
        return queryset.filter(starts_at__gt=timezone.now()) if self.value() == "later" else queryset


@admin.register(Notice)
class NoticeAdmin(admin.ModelAdmin):
    form = NoticeForm
    list_display = ["heading", "sentence", "starts_at", "ends_at"]
    list_filter = [ShowingFilter]
    search_fields = ["heading", "sentence"]
    date_hierarchy = "starts_at"


@admin.register(MovedPage)
class MovedPageAdmin(SheetMixin, admin.ModelAdmin):
    resource_classes = [MovedPageSheet]
    list_display = ["old_path", "new_path", "reason"]
    list_filter = [("new_path", admin.EmptyFieldListFilter)]
    search_fields = ["old_path", "new_path", "reason"]
