from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count
from django.urls import path

from bulletins.admin import steps
from bulletins.admin.mailing import MailingPages
from bulletins.admin.preview import PreviewPages
from bulletins.admin.step_page import StepPage
from bulletins.models import Bulletin, Section
from bulletins.services import checks, reading
from portal.admin_history import SimpleHistoryAdmin


class SectionInline(admin.TabularInline):
    model = Section
    extra = 0
    fields = ["position", "heading", "priorities"]
    formfield_overrides = {models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}


@admin.register(Bulletin)
class BulletinAdmin(StepPage, PreviewPages, MailingPages, SimpleHistoryAdmin):
    change_form_template = "admin/bulletins/bulletin/change_form.html"
    list_display = ["title", "kind", "status", "items", "published_at"]
    list_filter = ["status", "kind"]
    search_fields = ["title", "theme", "items__heading"]
    date_hierarchy = "published_at"
    prepopulated_fields = {"slug": ["title"]}
    inlines = [SectionInline]
    fields = ["title", "slug", "kind", "month", "theme", "introduction"]

    class Media:
        css = {"all": ["css/bulletins-admin.css"]}

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(number_of_items=Count("items", distinct=True))

    @admin.display(description="items", ordering="number_of_items")
    def items(self, bulletin):
        return bulletin.number_of_items

    def get_prepopulated_fields(self, request, obj=None):
        return self.prepopulated_fields if obj is None else {}

    def has_change_permission(self, request, obj=None):
        """Approved words no longer change; a sent issue may be corrected, and history says what was."""
        closed = obj is not None and obj.status in (Bulletin.Status.APPROVED, Bulletin.Status.SCHEDULED)
        return super().has_change_permission(request, obj) and not closed

    def has_delete_permission(self, request, obj=None):
        """Only drafts: what was on the web keeps its address."""
        gone = obj is not None and obj.status != Bulletin.Status.DRAFT
        return super().has_delete_permission(request, obj) and not gone

    def get_actions(self, request):
        return {}

    def get_urls(self):
        own = [
            path("<int:pk>/step/<slug:name>/", self.admin_site.admin_view(self.step), name="bulletins_bulletin_step"),
            *self.preview_urls(),
            *self.mailing_urls(),
        ]
        return own + super().get_urls()

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        extra = dict(extra_context or {})
        bulletin = self.get_object(request, object_id) if object_id else None
        if bulletin:
            extra |= {
                "bulletin": bulletin,
                "contents": reading.contents(bulletin),
                "problems": checks.problems(bulletin) if bulletin.may_change else [],
                "steps": steps.open_to(bulletin, request.user),
                "has_mailing": hasattr(bulletin, "mailing"),
                "may_edit_items": self.has_change_permission(request, bulletin),
            }
        return super().changeform_view(request, object_id, form_url, extra)

    def save_related(self, request, form, formsets, change):
        """A new issue begins with one section, so that its first item has a place."""
        super().save_related(request, form, formsets, change)
        if not form.instance.sections.exists():
            Section.objects.create(bulletin=form.instance)

    def view_on_site(self, bulletin):
        return bulletin.get_absolute_url() if bulletin.is_published else None
