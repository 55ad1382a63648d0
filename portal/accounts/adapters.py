"""How allauth behaves in this house: our mails, our sentences, and whom an identity provider may bring."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.shortcuts import render

from portal.accounts import emails
from portal.partnership.models import Partnership


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed.",
        "email_password_mismatch": "The email address or the password is not right. Check both and try again.",
        "enter_current_password": "This is not your current password.",
        "incorrect_code": "This code is not right. Check it, or ask for a new one.",
        "incorrect_password": "This is not your password.",
        "invalid_password_reset": "This link has expired or was used already.",
        "rate_limited": "That was too many times in a row. Wait a minute and try again.",
        "same_as_current": "This is the address you have now.",
        "too_many_login_attempts": (
            "There were too many tries with this address. Wait five minutes, or have a sign-in code sent to you."
        ),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Every letter about an account is one of ours, through the outbox."""
        emails.send(template_prefix.rpartition("/")[2], email, context)

    def save_user(self, request, user, form, commit=True):
        user = super().save_user(request, user, form, commit=False)
        user.email = user.email.lower()
        user.name = form.cleaned_data.get("name") or user.name
        if commit:
            user.save()
        return user


class MFAAdapter(DefaultMFAAdapter):
    """Second factors bear the partnership's name, and their secrets are not kept in the clear."""

    def get_totp_issuer(self) -> str:
        return self._get_site_name()

    def _get_site_name(self) -> str:
        partnership = Partnership.objects.first()
        return partnership.name if partnership else "Safeguarding partnership"

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    """Keys from SECRET_KEY; old ones stand in SECRET_KEY_FALLBACKS, so that changing the key locks nobody out."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [hashlib.sha256(b"portal.accounts.mfa:" + secret.encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """One identity provider, named in the settings, for addresses at the domains named there: nothing else."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "email_taken": "There is an account with this address. Sign in to it first, then connect your %s.",
    }

    def list_apps(self, request, provider=None, client_id=None):
        """Providers come from the environment alone, never from a row that somebody added."""
        return [app for app in super().list_apps(request, provider, client_id) if app.pk is None]

    def pre_social_login(self, request, sociallogin) -> None:
        """Refuse an address that the provider has not verified or that is at another domain."""
        addresses = sociallogin.email_addresses
        if not any(row.verified for row in addresses):
            self._refuse(
                request, "Your organisation has not confirmed your email address, so it can't sign you in here."
            )
        if not all(_is_ours(row.email) for row in addresses):
            self._refuse(request, "Your organisation's sign-in is not set up for your email address here.")

    def can_authenticate_by_email(self, login, email: str) -> bool:
        """Sign in to an account of the same address: confirmed here too, and none that enters the admin.

        Whoever runs the provider could otherwise mint the address of the people who run the portal.
        """
        row = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user").first()
        return row is not None and _is_ours(email) and not (row.user.is_staff or row.user.is_superuser)

    def populate_user(self, request, sociallogin, data):
        user = super().populate_user(request, sociallogin, data)
        user.name = (data.get("name") or f"{data.get('first_name') or ''} {data.get('last_name') or ''}").strip()
        return user

    def get_signup_form_initial_data(self, sociallogin) -> dict:
        return {**super().get_signup_form_initial_data(sociallogin), "name": sociallogin.user.name}

    def _refuse(self, request, sentence: str) -> None:
        page = render(request, "socialaccount/authentication_error.html", {"sentence": sentence}, status=403)
        raise ImmediateHttpResponse(page)


def _is_ours(email: str) -> bool:
    return email.rpartition("@")[2].lower() in {domain.lower() for domain in settings.OIDC_DOMAINS}
