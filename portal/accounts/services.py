"""What people may do about their own account, and what is done about accounts nobody uses."""

from datetime import timedelta

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portal import registry
from portal.accounts import emails, roles
from portal.accounts.models import User

UNCONFIRMED_DAYS = 30


class AccountsError(Exception):
    """Something that cannot be done to an account, said in a sentence for the person who asked."""


@transaction.atomic
def erase(user: User, *, by: User) -> list[str]:
    """Erase or pseudonymise what every app holds of a person. Returns a sentence per app: what was done, what is kept.

    Raises AccountsError for people who run the portal: somebody else takes their role away first.
    """
    if refusal := erasure_refused(user):
        raise AccountsError(refusal)
    sentences = [record.erase(user) for record in _records_but_the_account()]
    return [*sentences, registry.personal_records["accounts"].erase(user)]


def erasure_refused(user: User) -> str:
    """Why this person can't erase their own account, or nothing."""
    if user.is_staff or user.is_superuser:
        return "You help to run this portal. Ask a colleague in the business unit to take your role away first."
    return ""


@transaction.atomic
def invite(user: User, *, role_keys: list[str], by: User) -> None:
    """Make a new account usable: its address, its roles, and a letter with the link where a password is chosen."""
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    roles.set_roles(user, role_keys)
    key = EmailAwarePasswordResetTokenGenerator().make_token(user)
    url = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    emails.invitation(user, url=url, by=by)


@transaction.atomic
def deactivate(user: User, *, by: User) -> None:
    """Close an account: its sessions end at once. Nothing that it did is lost, and it can be opened again."""
    if user == by:
        raise AccountsError("You can't close your own account here.")
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)


@transaction.atomic
def reactivate(user: User, *, by: User) -> None:
    user.is_active = True
    user.save(update_fields=["is_active"])


@transaction.atomic
def remove_second_factors(user: User, *, by: User) -> None:
    """For somebody who lost their telephone or key: all factors go and all sessions end; they set up new ones."""
    if user == by:
        raise AccountsError("You can't remove your own second step here: use your account page.")
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    emails.send("second_factor_removed", user.email, {"timestamp": timezone.now()})


def end_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()


def delete_unconfirmed() -> int:
    """Delete sign-ups whose address nobody confirmed within 30 days. Returns how many.

    People whom somebody invited stay: they have no password yet.
    """
    before = timezone.now() - timedelta(days=UNCONFIRMED_DAYS)
    stale = User.objects.filter(date_joined__lt=before, last_login__isnull=True, emailaddress__verified=False)
    stale = stale.filter(is_superuser=False, is_demo=False).exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    confirmed = EmailAddress.objects.filter(verified=True).values("user")
    users = list(stale.exclude(pk__in=confirmed).distinct())
    for user in users:
        _delete(user)
    return len(users)


@transaction.atomic
def _delete(user: User) -> None:
    for record in _records_but_the_account():
        record.erase(user)
    user.delete()


def _records_but_the_account() -> list[registry.PersonalRecords]:
    """Upper rooms first: a booking is found by its person, and the person by the account."""
    named = list(registry.personal_records.items())
    return [record for name, record in reversed(named) if name != "accounts"]
