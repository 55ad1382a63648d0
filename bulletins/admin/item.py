from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpResponseRedirect
from django.urls import reverse

from bulletins import search_texts
from bulletins.models import Bulletin, Item, ItemContact, ItemLink, ItemOccurrence, Section
from portal.admin_history import SimpleHistoryAdmin
from portal.files import services as files
from portal.files.forms import CheckedFileField

PICTURES = ("png", "jpeg", "webp")


class SectionChoice(forms.ModelChoiceField):
    def label_from_instance(self, section):
        return f"{section.bulletin}: {section}"


class ItemForm(forms.ModelForm):
    section = SectionChoice(Section.objects.none())
    picture = CheckedFileField(kinds=PICTURES, max_mb=5, required=False, label="Add or replace the picture")
    remove_picture = forms.BooleanField(required=False)

    class Meta:
        model = Item
        fields = "__all__"  # noqa: DJ007  the admin names the fields

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "section" in self.fields:
            self.fields["section"].queryset = self.sections()

    def sections(self):
        """Those of the item's own issue; for a new item, those of every issue whose words may still change."""
        sections = Section.objects.select_related("bulletin").order_by("-bulletin", "position", "pk")
        if self.instance.pk:
            return sections.filter(bulletin=self.instance.bulletin_id)
        return sections.exclude(bulletin__status__in=[Bulletin.Status.APPROVED, Bulletin.Status.SCHEDULED])

    def clean(self):
        cleaned = super().clean()
        if section := cleaned.get("section"):
            self.instance.bulletin_id = section.bulletin_id  # so that its constraints are checked in the form
        return cleaned

    def _get_validation_exclusions(self):
        # The issue is not a field of the form, and yet two constraints name it.
        return super()._get_validation_exclusions() - {"bulletin"}


class LinkInline(admin.TabularInline):
    model = ItemLink
    extra = 0
    fields = ["position", "text", "url"]


class ContactInline(admin.TabularInline):
    model = ItemContact
    extra = 0
    fields = ["position", "service", "phone", "email"]


class OccurrenceInline(admin.StackedInline):
    model = ItemOccurrence
    extra = 0
    fields = [
        "title",
        ("starts_on", "ends_on"),
        ("starts_at", "ends_at"),
        ("place", "is_online"),
        "host",
        ("booking_url", "price"),
    ]


@admin.register(Item)
class ItemAdmin(SimpleHistoryAdmin):
    form = ItemForm
    list_display = ["heading", "bulletin", "kind", "asks_you_to", "do_by"]
    list_filter = ["kind", "asks_you_to", "bulletin__status", "priorities"]
    list_select_related = ["bulletin"]
    search_fields = ["heading", "body", "bulletin__title"]
    formfield_overrides = {models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}
    prepopulated_fields = {"slug": ["heading"]}
    inlines = [LinkInline, ContactInline, OccurrenceInline]
    fieldsets = [
        (None, {"fields": ["section", "position", "kind", "heading", "slug", "is_spotlight", "summary", "body"]}),
        ("What it asks of readers", {"fields": ["asks_you_to", "ask", "do_by", "audience"]}),
        ("Picture", {"fields": ["image_now", "picture", "remove_picture", "image_alt"]}),
        ("Priorities and how long it holds", {"fields": ["priorities", "valid_until"]}),
    ]
    readonly_fields = ["image_now"]

    class Media:
        css = {"all": ["css/bulletins-admin.css"]}

    @admin.display(description="picture")
    def image_now(self, item):
        return str(item.image) if item and item.image else "None yet"

    def get_prepopulated_fields(self, request, obj=None):
        return self.prepopulated_fields if obj is None else {}

    def has_change_permission(self, request, obj=None):
        closed = obj is not None and obj.bulletin.status in (Bulletin.Status.APPROVED, Bulletin.Status.SCHEDULED)
        return super().has_change_permission(request, obj) and not closed

    def has_delete_permission(self, request, obj=None):
        """An item that was on the web keeps its address: label it out of date instead."""
        kept = obj is not None and not obj.bulletin.may_change
        return super().has_delete_permission(request, obj) and not kept

    def get_actions(self, request):
        return {}

    def save_model(self, request, obj, form, change):
        if form.cleaned_data.get("remove_picture"):
            obj.image, obj.image_alt = None, ""
        if upload := form.cleaned_data.get("picture"):
            obj.image = files.store(upload, by=request.user, kinds=PICTURES, max_mb=5)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        search_texts.refresh_item(form.instance)
        if form.instance.image_id and not form.instance.image_alt.strip():
            messages.warning(request, "Describe the picture before this issue is approved.")

    def response_post_save_add(self, request, obj):
        return self.back_to_issue(obj)

    def response_post_save_change(self, request, obj):
        return self.back_to_issue(obj)

    def back_to_issue(self, item):
        return HttpResponseRedirect(reverse("admin:bulletins_bulletin_change", args=[item.bulletin_id]))

    def view_on_site(self, item):
        return item.get_absolute_url() if item.bulletin.is_published else None
