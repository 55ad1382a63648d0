"""Who may do what: accounts and their roles, in plain words. Nobody edits raw permissions or groups."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils.html import format_html

from portal.accounts import roles, services
from portal.accounts.models import User
from portal.accounts.personal import FACTOR_WORDS
from portal.wording import in_words

# Groups are the roles' table; providers come from the environment; secrets and sessions are nobody's to browse.
for model in (Authenticator, EmailAddress, Group, SocialAccount, SocialApp, SocialToken, UserSession):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class UserForm(forms.ModelForm):
    acting: User | None = None  # who has this form before them
    roles = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="What this person may do here. Each change is written down with your name.",
    )

    class Meta:
        model = User
        fields = ["name", "email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = [
            (key, format_html("<b>{}</b>: {}", role.title, role.line)) for key, role in roles.TABLE.items()
        ]
        if self.instance.pk:
            self.initial["roles"] = roles.roles_of(self.instance)
        if self.acting and self.instance == self.acting and not self.acting.is_superuser:
            self.fields["roles"].disabled = True
            self.fields["roles"].help_text = "Somebody else gives you roles or takes them away."

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class RoleFilter(admin.SimpleListFilter):
    title, parameter_name = "role", "role"

    def lookups(self, request, model_admin):
        return [(key, role.title) for key, role in roles.TABLE.items()] + [("none", "No role")]

    def queryset(self, request, queryset):
        if self.value() == "none":
            return queryset.filter(groups__isnull=True)
        if self.value() in roles.TABLE:
            return queryset.filter(groups__name=roles.TABLE[self.value()].title)
        return queryset


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    form = UserForm
    list_display = ["name", "email", "role_titles", "is_active", "last_login"]
    list_filter = [RoleFilter, "is_active", "is_superuser", "last_login"]
    search_fields = ["name", "email"]
    ordering = ["name"]
    actions = ["deactivate", "reactivate", "remove_second_factors"]
    save_on_top = False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_fields(self, request, obj=None):
        return ["name", "email", "roles"] + (["is_active", "second_factor", "date_joined", "last_login"] if obj else [])

    def get_readonly_fields(self, request, obj=None):
        # People change their own address, and prove it: whoever could change it here could take the account over.
        return ["email", "is_active", "second_factor", "date_joined", "last_login"] if obj else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.acting = request.user
        return form

    @admin.display(description="roles")
    def role_titles(self, user):
        titles = [roles.TABLE[key].title for key in roles.roles_of(user)]
        return in_words((["Superuser"] if user.is_superuser else []) + titles) or "None"

    @admin.display(description="second step of signing in")
    def second_factor(self, user):
        return (
            in_words([FACTOR_WORDS[row.type] for row in Authenticator.objects.filter(user=user).order_by("pk")])
            or "Not set up"
        )

    def has_change_permission(self, request, obj=None):
        """Superusers are changed by superusers only."""
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not above

    def has_delete_permission(self, request, obj=None):
        return False  # accounts are closed, never deleted: what they decided points to them

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        wanted = form.cleaned_data.get("roles", [])
        if not change:
            services.invite(obj, role_keys=wanted, by=request.user)
            self.message_user(request, f"{obj.email} was sent a link to choose a password.")
        elif "roles" in form.changed_data:
            form.given, form.taken = roles.set_roles(obj, wanted)

    def construct_change_message(self, request, form, formsets, add=False):
        """The account's history says which roles were given and taken, and (as always) by whom and when."""
        if add:
            held = [roles.TABLE[key].title for key in form.cleaned_data.get("roles", [])]
            return f"Account made. Roles given: {in_words(held) or 'none'}."
        message = super().construct_change_message(request, form, formsets, add)
        given = [f"gave {roles.TABLE[key].title}" for key in getattr(form, "given", [])]
        taken = [f"took {roles.TABLE[key].title}" for key in getattr(form, "taken", [])]
        if not given and not taken:
            return message
        other = [name for name in form.changed_data if name != "roles"]
        return f"Roles: {in_words([*given, *taken])}." + (f" Changed: {in_words(other)}." if other else "")

    @admin.action(description="Close these accounts", permissions=["change"])
    def deactivate(self, request, queryset):
        return self._confirmed(
            request,
            queryset.filter(is_active=True),
            services.deactivate,
            action="deactivate",
            title="Close these accounts?",
            sentence="They can't sign in any more and their sessions end at once. What they did here stays. "
            "You can open the accounts again.",
            button="Close the accounts",
            done="Account closed.",
        )

    @admin.action(description="Open closed accounts again", permissions=["change"])
    def reactivate(self, request, queryset):
        for user in queryset.filter(is_active=False):
            if self.has_change_permission(request, user):
                services.reactivate(user, by=request.user)
                self.log_change(request, user, "Account opened again.")

    @admin.action(description="Remove their second step (lost telephone or key)", permissions=["change"])
    def remove_second_factors(self, request, queryset):
        return self._confirmed(
            request,
            queryset,
            services.remove_second_factors,
            action="remove_second_factors",
            title="Remove their second step of signing in?",
            sentence="Do this only when you are sure who asked: speak to them, on a number you know. They are signed "
            "out everywhere, are told by email, and set up a new second step when they next sign in.",
            button="Remove the second step",
            done="Second step of signing in removed.",
        )

    def _confirmed(self, request, queryset, service, *, action, title, sentence, button, done):
        """Ask on a page of its own, then do it one by one; what is refused is said, with the reason."""
        if "confirmed" not in request.POST:
            context = {
                **self.admin_site.each_context(request),
                "title": title,
                "sentence": sentence,
                "button": button,
                "action": action,
                "users": queryset,
                "checkbox": ACTION_CHECKBOX_NAME,
                "opts": self.model._meta,
            }
            return TemplateResponse(request, "admin/accounts/user/confirm.html", context)
        for user in queryset:
            if not self.has_change_permission(request, user):
                raise PermissionDenied
            try:
                service(user, by=request.user)
            except services.AccountsError as refusal:
                self.message_user(request, f"{user}: {refusal}", messages.ERROR)
            else:
                self.log_change(request, user, done)
                self.message_user(request, f"{user}: {done}")
        return None
