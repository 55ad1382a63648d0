"""Who may open what: every address of the resolver, for every role and for a visitor, in one table (tests/access.txt).

Asked by GET over the demonstration's rows; an address that takes only POST answers 405 to those who may post.
An address without a line fails, and so does a line without an address.
"""

from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import get_resolver, reverse

from portal.accounts import roles
from portal.accounts.models import User
from tests import access_world

VISITOR = "visitor"
WHO = [VISITOR, *roles.TABLE]
LINES = [
    line.split()
    for line in Path(__file__).with_name("access.txt").read_text().splitlines()
    if line.strip() and not line.startswith("#")
]
TABLE = {name: dict(zip(WHO, map(int, statuses), strict=True)) for name, *statuses in LINES}


def names(patterns=None, namespaces=()) -> list[str]:
    """Every named address, "app:name"; the few without a name are redirects of libraries to named ones."""
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(pattern, "url_patterns"):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            found += names(pattern.url_patterns, inner)
        elif pattern.name:
            found.append(":".join([*namespaces, pattern.name]))
    return sorted(set(found))


def line_of(name: str) -> str:
    """The line that speaks of an address: its own name before any pattern."""
    if name in TABLE:
        return name
    return next((line for line in TABLE if "*" in line and fnmatchcase(name, line)), "")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The demonstration, loaded once and taken back at the end."""
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        access_world.load()
        yield
        transaction.set_rollback(True)


def status(client: Client, name: str) -> int:
    return client.get(reverse(name, **access_world.arguments_of(name))).status_code


def test_every_address_has_a_line():
    assert [name for name in names() if not line_of(name)] == []


def test_every_line_has_an_address():
    known = names()
    assert [line for line in TABLE if not any(line_of(name) == line for name in known)] == []


@pytest.mark.parametrize("who", WHO)
def test_access(world, db, who):
    client = Client()
    if who != VISITOR:
        client.force_login(User.objects.get(email=f"{who}@access.example"))
    answered = {name: status(client, name) for name in names()}
    expected = {name: TABLE[line_of(name)][who] for name in answered}
    wrong = {name: f"{answered[name]}, the table says {expected[name]}" for name in answered}
    assert {name: said for name, said in wrong.items() if answered[name] != expected[name]} == {}
