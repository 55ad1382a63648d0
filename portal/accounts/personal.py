"""What the accounts app holds of a person, for `registry.personal_records`."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from portal import registry
from portal.accounts import roles
from portal.accounts.models import User
from portal.wording import date_and_time, in_words

FACTOR_WORDS = {
    Authenticator.Type.TOTP: "Authenticator app",
    Authenticator.Type.WEBAUTHN: "Passkey or security key",
    Authenticator.Type.RECOVERY_CODES: "Recovery codes",
}


def export(user: User) -> list[dict]:
    """The account, its second factors and where it is signed in. No password, no secret of a factor."""
    account = {
        "What": "Account",
        "Name": user.name,
        "Email address": user.email,
        "Roles": in_words([roles.TABLE[key].title for key in roles.roles_of(user)]) or "None",
        "Opened": date_and_time(user.date_joined),
        "Last signed in": date_and_time(user.last_login) or "Never",
    }
    addresses = [
        {"What": "Email address", "Address": row.email, "Confirmed": "Yes" if row.verified else "No"}
        for row in EmailAddress.objects.filter(user=user).order_by("pk")
    ]
    factors = [
        {"What": "Second step of signing in", "Kind": FACTOR_WORDS[row.type], "Set up": date_and_time(row.created_at)}
        for row in Authenticator.objects.filter(user=user).order_by("pk")
    ]
    connected = [
        {"What": "Connected work account", "Number there": row.uid, "Connected": date_and_time(row.date_joined)}
        for row in SocialAccount.objects.filter(user=user).order_by("pk")
    ]
    sessions = [
        {
            "What": "Signed in",
            "Since": date_and_time(row.created_at),
            "Network address": row.ip,
            "Browser": row.user_agent,
        }
        for row in UserSession.objects.filter(user=user).order_by("pk")
    ]
    return [account, *addresses, *factors, *connected, *sessions]


def erase(user: User) -> str:
    """Nobody can sign in any more and nothing leads to the person; the empty row stays, as decisions point to it."""
    for model in (EmailAddress, Authenticator, SocialAccount):
        model.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    user.groups.clear()
    user.user_permissions.clear()
    user.email, user.name = f"erased-{user.pk}@erased.invalid", "Erased account"
    user.is_active, user.last_login = False, None
    user.set_unusable_password()
    user.save()
    return (
        "Your account is closed; your name, address, password, second steps and sessions are deleted. "
        "An empty entry without your name stays, so that what you decided or recorded keeps its place."
    )


RECORDS = registry.PersonalRecords(title="Your account", export=export, erase=erase)
