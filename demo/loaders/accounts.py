"""One account per role, at example addresses, with confirmed addresses and memberships."""

from collections import Counter
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from demo.loaders.governance import agency
from demo.loaders.people import person
from demo.source import Source
from governance.models import Membership, Person
from portal.accounts import roles
from portal.accounts.models import User


def load(source: Source) -> Counter:
    """Open the accounts that are missing."""
    accounts = source.read("accounts")
    if not accounts:
        return Counter()
    roles.sync()
    password = make_password(accounts["password"])  # hashed once: each hash takes a good part of a second
    return Counter({"accounts": sum(load_account(entry, password) for entry in accounts["people"])})


def load_account(entry: dict[str, Any], password: str) -> bool:
    if User.objects.filter(email=entry["email"]).exists():
        return False
    user = User.objects.create(email=entry["email"], name=entry["name"], password=password, is_demo=True)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for role in entry["roles"]:
        roles.give(user, role)
    holder = person(user.name)
    holder.user, holder.email = user, user.email
    holder.save()
    confirm(holder, entry, is_lead="agency_lead" in entry["roles"])
    return True


def confirm(holder: Person, entry: dict[str, Any], *, is_lead: bool = False) -> None:
    """A membership that the business unit has confirmed."""
    Membership.objects.get_or_create(
        person=holder,
        agency=agency(entry["agency"]),
        defaults={
            "job_title": entry["job_title"],
            "is_lead": is_lead,
            "status": Membership.Status.CONFIRMED,
            "basis": Membership.Basis.STAFF,
            "confirmed_at": timezone.now(),
        },
    )
