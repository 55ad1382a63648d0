"""Letters about accounts. Their links start with SITE_URL, whatever host name the request bore."""

import uuid
from urllib.parse import urlsplit

from django.conf import settings

from portal.accounts.models import User
from portal.mail import outbox

# What allauth tells people about, in our words. Each is one letter, emails/accounts/changed.
CHANGES = {
    "email_changed": "The email address of your account was changed.",
    "email_confirm": "Your email address was confirmed.",
    "email_deleted": "An email address was removed from your account.",
    "password_changed": "The password of your account was changed.",
    "password_reset": "The password of your account was set anew.",
    "password_set": "A password was set for your account.",
    "recovery_codes_generated": "New recovery codes were made for your account. The old ones no longer work.",
    "totp_activated": "An authenticator app was set up as a second step of signing in.",
    "totp_deactivated": "The authenticator app was removed from your account.",
    "webauthn_added": "A passkey or security key was added to your account.",
    "webauthn_removed": "A passkey or security key was removed from your account.",
    "account_connected": "Sign-in with your organisation's account was connected.",
    "account_disconnected": "Sign-in with your organisation's account was disconnected.",
}
LINKS = ("activate_url", "password_reset_url", "signup_url")


def send(name: str, address: str, context: dict) -> None:
    """Queue the letter that allauth calls `name`. What is secret in it fills a slot and is not kept in the text."""
    template = "accounts/changed" if name in CHANGES else f"accounts/{name}"
    secrets = {key: at_our_site(context[key]) for key in LINKS if context.get(key)}
    if context.get("code"):
        secrets["code"] = context["code"]
    shown = {key: f"[[{key}]]" for key in secrets}
    facts = {"what": CHANGES.get(name, ""), "at": context.get("timestamp"), "address": context.get("ip", "")}
    _queue(template, address, {**facts, **shown}, secrets)


def invitation(user: User, *, url: str, by: User) -> None:
    """Somebody made an account for this person: the link where they choose a password."""
    _queue("accounts/invitation", user.email, {"by": by.name, "url": "[[url]]"}, {"url": at_our_site(url)})


def _queue(template: str, address: str, context: dict, slots: dict[str, str]) -> None:
    subject, text, html = outbox.render(template, context)
    recipient = outbox.Recipient(key=f"account:{uuid.uuid4()}", address=address, slots=slots)
    outbox.queue(kind="account", subject=subject, text=text, html=html, recipients=[recipient])


def at_our_site(url: str) -> str:
    """The same path under the address of the settings: a forged Host header must not reach a letter."""
    parts = urlsplit(url)
    return f"{settings.SITE_URL}{parts.path}{'?' + parts.query if parts.query else ''}"
