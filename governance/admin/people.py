from django import forms
from django.contrib import admin, messages

from governance.models import Membership, Person, SeatHolding
from governance.resources import PersonSheet
from governance.services import GovernanceError, people
from portal.acts import Act, ActsMixin
from portal.admin_history import SimpleHistoryAdmin
from portal.spreadsheets import SheetMixin


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label="Why", widget=forms.Textarea(attrs={"rows": 4}), max_length=300, help_text="The person is sent this."
    )


def confirm(membership, user, answers) -> str:
    people.confirm_membership(membership, by=user)
    return f"{membership.person} is confirmed at {membership.agency or 'no agency'}."


def refuse(membership, user, answers) -> str:
    people.refuse_membership(membership, reason=answers["reason"], by=user)
    return f"The claim of {membership.person} is refused."


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    fields = ["agency", "job_title", "is_lead", "start", "end", "status"]
    readonly_fields = ["status"]
    autocomplete_fields = ["agency"]
    show_change_link = True


class SeatHoldingInline(admin.TabularInline):
    model = SeatHolding
    extra = 0
    autocomplete_fields = ["seat"]


@admin.register(Person)
class PersonAdmin(SheetMixin, SimpleHistoryAdmin):
    resource_classes = [PersonSheet]
    list_display = ["name", "email", "works_at", "has_login"]
    list_filter = [("user", admin.EmptyFieldListFilter), "memberships__status", "memberships__agency__sector"]
    list_select_related = ["user"]
    search_fields = ["name", "email", "memberships__agency__name"]
    raw_id_fields = ["user"]
    inlines = [MembershipInline, SeatHoldingInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("memberships__agency")

    @admin.display(description="works at")
    def works_at(self, person):
        membership = person.current_membership
        return membership.agency or "No agency" if membership else ""

    @admin.display(description="login", boolean=True)
    def has_login(self, person):
        return person.user_id is not None


@admin.register(Membership)
class MembershipAdmin(ActsMixin, SimpleHistoryAdmin):
    list_display = ["person", "job_title", "agency", "status", "basis", "is_lead", "start", "end"]
    list_filter = ["status", "is_lead", "basis", "agency__sector"]
    list_select_related = ["person", "agency"]
    search_fields = ["person__name", "person__email", "agency__name", "job_title"]
    autocomplete_fields = ["person", "agency"]
    readonly_fields = ["status", "basis", "confirmed_by", "confirmed_at"]
    actions = ["confirm_chosen"]
    fieldsets = [
        (None, {"fields": ["person", "agency", "job_title", "is_lead", "reason", "start", "end"]}),
        ("Confirmation", {"fields": ["status", "basis", "confirmed_by", "confirmed_at"]}),
    ]
    acts = (
        Act(
            "confirm",
            "Confirm",
            "The person works there. They are told, and may book training.",
            confirm,
            GovernanceError,
            possible=lambda membership: membership.status != Membership.Status.CONFIRMED,
        ),
        Act(
            "refuse",
            "Refuse",
            "The person does not work there. They are told why.",
            refuse,
            GovernanceError,
            form=RefuseForm,
            possible=lambda membership: membership.status != Membership.Status.REFUSED,
            is_destructive=True,
        ),
    )

    @admin.action(description="Confirm the chosen claims", permissions=["change"])
    def confirm_chosen(self, request, memberships):
        confirmed = 0
        for membership in memberships.exclude(status=Membership.Status.CONFIRMED):
            try:
                people.confirm_membership(membership, by=request.user)
                confirmed += 1
            except GovernanceError as error:
                self.message_user(request, f"{membership.person}: {error}", messages.ERROR)
        self.message_user(request, f"{confirmed} confirmed.", messages.SUCCESS if confirmed else messages.WARNING)
