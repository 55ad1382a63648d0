"""People in roles that read restricted papers set up a second factor before they see anything."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse

from portal.accounts import roles

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
SENTENCE = "Your role needs a second step when signing in. Set up an authenticator app or a passkey to go on."


class SecondFactorMiddleware:
    """Sends them to set it up from every page but the account's own and static files.

    A session that began before the factor existed is ended when it is set up (`signals.py`);
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
        return path == "/healthz" or path.startswith(
            (settings.STATIC_URL, reverse("account_login").removesuffix("login/"))
        )


def lacks_second_factor(user) -> bool:
    """Does this person's role need a second factor that they have not set up yet?"""
    return roles.needs_second_factor(user) and not get_adapter().is_mfa_enabled(user, types=FACTORS)
