"""What happens to every request of a signed-in person: their session is noted, their second factor looked for."""

from datetime import timedelta

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.middleware import UserSessionsMiddleware
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from portal.accounts import roles

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
NOTED_EVERY = timedelta(minutes=1)
SENTENCE = "Your role needs a second step when signing in. Set up an authenticator app or a passkey to go on."


class SeldomUserSessionsMiddleware(UserSessionsMiddleware):
    """Notes where and when a session was used last, at most once a minute: doing so at every request is a write each."""

    def __call__(self, request):
        return self.get_response(request) if was_noted(request) else super().__call__(request)


def was_noted(request) -> bool:
    """Was this session noted within the last minute, from the same address and browser?"""
    if not (request.session.session_key and request.user.is_authenticated):
        return False
    longest = UserSession._meta.get_field("user_agent").max_length
    return UserSession.objects.filter(
        session_key=request.session.session_key,
        user=request.user,
        ip=get_account_adapter().get_client_ip(request),
        user_agent=request.META.get("HTTP_USER_AGENT", "")[:longest],
        last_seen_at__gt=timezone.now() - NOTED_EVERY,
    ).exists()


class SecondFactorMiddleware:
    """Sends them to set it up from every page but those of signing in and of the account, and static files.

    What the portal holds of them (my data) comes after it: a password alone must not carry their records away.

    A session that began before the factor existed is ended when it is set up (`receivers.py`);
    later sign-ins ask for it, whichever way they come (allauth).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.MFA_REQUIRED and not self._is_free(request.path) and lacks_second_factor(request.user):
            if request.method == "GET":
                messages.info(request, SENTENCE)
            return redirect("mfa_index")
        return self.get_response(request)

    def _is_free(self, path: str) -> bool:
        if path.startswith(reverse("accounts:my_data")):
            return False
        return path == "/healthz" or path.startswith(
            (settings.STATIC_URL, reverse("account_login").removesuffix("login/"))
        )


def lacks_second_factor(user) -> bool:
    """Does this person's role need a second factor that they have not set up yet?"""
    return roles.needs_second_factor(user) and not get_adapter().is_mfa_enabled(user, types=FACTORS)
