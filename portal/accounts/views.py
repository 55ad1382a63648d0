"""Pages of one's own account beyond those of allauth, and allauth's where they answer with another status."""

import json

from allauth.account import views as allauth_views
from allauth.account.decorators import reauthentication_required
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from portal import registry
from portal.accounts import limits, services
from portal.accounts.models import User

LOCKED = "too_many_login_attempts"


class RefusedForm:
    """A form with errors is answered with 422, and with 429 when there were too many tries."""

    def form_invalid(self, form):
        locked = form.has_error("__all__", LOCKED) or form.has_error("login", LOCKED)
        return self.render_to_response(self.get_context_data(form=form, locked=locked), status=429 if locked else 422)


class LoginView(RefusedForm, allauth_views.LoginView):
    """Signing in; in the demonstration with a button per invented person."""

    def get_context_data(self, **kwargs):
        if settings.DEMO:
            kwargs["demo_accounts"] = User.objects.filter(is_demo=True, is_active=True).prefetch_related("groups")
        return super().get_context_data(**kwargs)


class SignupView(RefusedForm, allauth_views.SignupView):
    pass


class ConfirmEmailView(allauth_views.ConfirmEmailView):
    """A link that ran out or was never ours is answered with 410 and the way to a new one."""

    def get(self, *args, **kwargs):
        response = super().get(*args, **kwargs)
        if self.object is None:
            response.status_code = 410
        return response

    def post(self, *args, **kwargs):
        try:
            return super().post(*args, **kwargs)
        except Http404:
            self.object = None
            return self.render_to_response(self.get_context_data(), status=410)


class PasswordResetView(RefusedForm, allauth_views.PasswordResetView):
    pass


class PasswordResetFromKeyView(RefusedForm, allauth_views.PasswordResetFromKeyView):
    def render_to_response(self, context, **kwargs):
        if context.get("token_fail"):
            kwargs["status"] = 410
        return super().render_to_response(context, **kwargs)


@never_cache
def my_data(request):
    """What the portal holds of the person who asks."""
    return render(
        request,
        "accounts/my_data.html",
        {"records": _records(request.user), "refusal": services.erasure_refused(request.user)},
    )


@never_cache
def my_data_export(request):
    """The same as a JSON file."""
    records = {record["title"]: record["rows"] for record in _records(request.user)}
    made = {"portal": settings.SITE_URL, "made_at": timezone.now(), "records": records}
    text = json.dumps(made, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="my-data-{slugify(request.user.name) or "account"}.json"'
    return response


@never_cache
@reauthentication_required
def my_data_erase(request):
    """Says what goes and what stays; on POST erases and signs out. Asks for the password first."""
    refusal = services.erasure_refused(request.user)
    if request.method != "POST" or refusal:
        context = {"refusal": refusal, "titles": [record.title for record in registry.personal_records]}
        return render(request, "accounts/my_data_erase.html", context, status=403 if refusal else 200)
    sentences = services.erase(request.user, by=request.user)
    logout(request)
    return render(request, "accounts/my_data_erased.html", {"sentences": sentences})


@login_not_required
@require_POST
@limits.limited("demo_sign_in", "60/m")
def demo_sign_in(request, pk):
    """One click into an invented person's account. Exists in the demonstration only."""
    if not settings.DEMO:
        raise Http404
    user = get_object_or_404(User, pk=pk, is_demo=True, is_active=True)
    if request.user.is_authenticated:
        logout(request)
    return perform_login(request, user, email_verification="none", email=user.email)


def _records(user: User) -> list[dict]:
    named = sorted(registry.personal_records.items(), key=lambda item: item[0] != "accounts")
    return [{"title": record.title, "rows": record.export(user)} for _, record in named]
