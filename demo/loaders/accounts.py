"""One account per role, with a confirmed address; the people behind them are loaded with the others."""

from collections import Counter
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from demo.loaders.people import person
from demo.source import Source
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
    holder.user = user
    holder.save()
    return True
