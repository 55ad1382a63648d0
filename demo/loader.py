"""Loads a demonstration partnership: each room's rows by its own small module, all in one transaction.

Loading adds what is missing and leaves alone what is there, so it may be repeated and never
undoes what somebody tried out in the demonstration.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import transaction

from demo.loaders import (
    accounts,
    bulletins,
    documents,
    governance,
    library,
    pages,
    partnership,
    people,
    register,
    reviews,
    training,
)
from demo.source import Source, partnerships
from portal.partnership.models import Partnership
from portal.search import services as search

LOADERS: list[Callable[[Source], Counter]] = [
    partnership.load,
    governance.load,
    people.load,
    training.load,
    library.load,
    reviews.load,
    register.load,
    bulletins.load,
    documents.load,
    pages.load,
]
WITH_ACCOUNTS: list[Callable[[Source], Counter]] = [
    accounts.load,
    bulletins.load_subscribers,
]


class DemoError(Exception):
    """Why the demonstration was not loaded, in a sentence."""


@transaction.atomic
def load(source: Source, *, with_accounts: bool = True) -> Counter:
    """Load all files of a partnership; how many rows were added, by what they are.

    Raises DemoError where another partnership lives already: one deployment serves one.
    """
    entered = Partnership.objects.first()
    if entered and entered.name != source.read("partnership")["name"]:
        raise DemoError(f"This database serves the {entered.name}. Load another partnership into an empty one.")
    added: Counter = Counter()
    for step in LOADERS + (WITH_ACCOUNTS if with_accounts else []):
        added += step(source)
    search.rebuild()  # rows were entered before the lists that belong to them
    return added


def loaded() -> Source | None:
    """The demonstration partnership that this database serves."""
    entered = Partnership.objects.first()
    sources = (Source(name) for name in partnerships())
    return next((source for source in sources if entered and source.read("partnership")["name"] == entered.name), None)


def sign_ins(source: Source | None) -> str:
    """How to sign in as each role, a line each."""
    accounts: Any = source.read("accounts") if source else None
    if not accounts:
        return "There are no demonstration accounts."
    width = max(len(entry["email"]) for entry in accounts["people"])
    lines = [f"  {entry['email']:{width}}  {entry['name']}, {entry['about']}" for entry in accounts["people"]]
    return "\n".join([f"Sign in with the password: {accounts['password']}", *lines])
