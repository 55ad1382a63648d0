from django import forms
from django.contrib import admin, messages
from django.db import models
from django.template.response import TemplateResponse
from import_export import resources
from import_export.admin import ExportMixin

from bulletins.models import Subscription
from bulletins.services import subscriptions
from portal.spreadsheets import CSV, XLSX
from portal.wording import counted


class SubscriptionResource(resources.ModelResource):
    class Meta:
        model = Subscription
        fields = ("email", "status", "consent_source", "consent_on", "confirmed_at", "stopped_at")
        export_order = fields


class SubscriptionForm(forms.ModelForm):
    class Meta:
        model = Subscription
        fields = "__all__"  # noqa: DJ007  the admin names the fields

    def clean_email(self):
        return self.cleaned_data["email"].lower()


@admin.register(Subscription)
class SubscriptionAdmin(ExportMixin, admin.ModelAdmin):
    """The list of readers. Nobody is subscribed here: a new address is asked by mail, like one from the site."""

    form = SubscriptionForm
    resource_classes = [SubscriptionResource]
    formats = [CSV, XLSX]
    list_display = ["email", "status", "consent_on", "consent_source", "confirmed_at", "stopped_at"]
    list_filter = ["status", "priorities", "consent_source"]
    search_fields = ["email", "consent_source"]
    date_hierarchy = "consent_on"
    formfield_overrides = {models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}
    actions = ["stop"]

    def has_export_permission(self, request):
        return self.has_view_permission(request)

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["email", "consent_source"]
        return ["email", "status", "priorities", "consent_source", "consent_on", "confirmed_at", "stopped_at"]

    def get_readonly_fields(self, request, obj=None):
        return [] if obj is None else ["email", "status", "confirmed_at", "stopped_at"]

    def save_form(self, request, form, change):
        if change:
            return super().save_form(request, form, change)
        address, source = form.cleaned_data["email"], form.cleaned_data["consent_source"]
        subscription = subscriptions.subscribe(address, source=source)
        form.instance = subscription
        messages.info(request, "We have asked this address by mail. Its owner must press the button in it.")
        return subscription

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        if change:
            super().save_related(request, form, formsets, change)

    @admin.action(description="Stop these subscriptions", permissions=["change"])
    def stop(self, request, queryset):
        if request.POST.get("confirmed"):
            for subscription in queryset:
                subscriptions.stop(subscription)
            messages.success(request, f"{counted(len(queryset), 'subscription,subscriptions')} stopped.")
            return None
        context = self.admin_site.each_context(request) | {
            "title": "Stop these subscriptions?",
            "opts": self.opts,
            "subscriptions": queryset,
        }
        return TemplateResponse(request, "admin/bulletins/subscription/stop.html", context)
