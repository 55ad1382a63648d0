"""Bad input: whatever somebody sends to whatever address, the answer says what is wrong and is never a fault of ours.

This sweep asks every address of the resolver over the demonstration's rows. The cases that people meet, with their
sentences, stand in tests/test_refusals.py.
"""

import logging
import re
from http.cookies import SimpleCookie
from itertools import cycle, islice

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from governance.documents import snapshot
from governance.documents.models import ReportBuild
from portal.accounts import roles
from portal.accounts.models import User
from tests import access_world
from tests.test_access import names

pytestmark = pytest.mark.django_db

NUL, LONG, NO_UTF8, TOO_LARGE = "%00a", "A" * 10_000, "%ff%c3%28", "99999999999999999999"
HOSTILE = [
    NUL,
    LONG,
    NO_UTF8,
    "%27+OR+1%3D1%3B--%22%3E%3Cscript%3Ealert(1)%3C/script%3E%7B%7B7*7%7D%7D",
    TOO_LARGE,
    "-1",
    "0000",
    "%D9%A3%D9%A3%D9%A3%D9%A3",  # digits, but not ours
    "2024-13-45",
    "%5B%5D",
]
# What pages of ours and of our libraries read from the address.
NAMES = [
    "q", "page", "year", "month", "kind", "priority", "status", "agency", "on", "about", "how", "level", "strand",
    "places", "all", "as", "width", "v", "next", "code", "state", "error", "process", "ids", "list[]",
]  # fmt: skip
ADMIN_NAMES = ["q", "p", "o", "all", "e", "_facets", "_popup", "_to_field", "_changelist_filters", "ids", "nosuch__x"]
# Right values, so that the wrong one beside them reaches the database.
BESIDE_RIGHT_ONES = {
    "bulletins:archive": ("kind=news&priority=neglect", ["q", "year", "page"]),
    "training:catalogue": ("how=in_person&level=1", ["q", "month", "priority", "page"]),
    "library:documents": ("kind=policy", ["q", "priority", "page"]),
    "reviews:library": ("kind=lcspr", ["priority", "year", "page"]),
    "register:actions": ("status=in_progress", ["agency", "page"]),
    "search:results": ("q=neglect", ["kind", "page"]),
}
WRONG = ["\0", "A" * 20_000, TOO_LARGE, "<script>", "-1", "2024-13-45", "[]", b"\xff\xc3("]
FIELD = re.compile(r'<(?:input|select|textarea)\b[^>]*?\bname="([^"]+)"[^>]*>')
HIDDEN = re.compile(r'type="hidden"[^>]*?\bvalue="([^"]*)"')


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The demonstration, loaded once and taken back at the end; nothing is counted against anybody."""
    no_cache = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    with django_db_blocker.unblock(), override_settings(DEMO=True, CACHES=no_cache), transaction.atomic():
        access_world.load()
        for build in ReportBuild.objects.filter(snapshot={}):
            build.snapshot = snapshot.gather(build.report)
            build.save()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def quiet():
    """Hundreds of warnings about what is refused would only cost time."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


class Attacker:
    """Sends requests as one person. Each leaves the world as it was, and each fault of ours is noted."""

    def __init__(self, who: str):
        self.who = who
        self.client = Client(raise_request_exception=False)
        if who != "visitor":
            self.client.force_login(User.objects.get(email=f"{who}@access.example"))
        self.cookies = self.client.cookies.output(header="", sep=";")
        self.faults: dict[str, str] = {}

    def ask(self, method: str, path: str, *args, **kwargs):
        self.client.cookies = SimpleCookie(self.cookies)
        with transaction.atomic():
            response = getattr(self.client, method)(path, *args, **kwargs)
            transaction.set_rollback(True)
        if response.status_code >= 500:
            fault = getattr(response, "exc_info", None) or ["", ""]
            self.faults[f"{method} {path[:150]}"] = f"{response.status_code} {str(fault[1])[:150]}"
        return response

    def attack(self, name: str) -> None:
        """One address with everything in its path, its query and its body."""
        arguments = access_world.arguments_of(name)
        path = reverse(name, **arguments)
        page = self.ask("get", path)
        if name.startswith("admin:") and self.who != roles.BUSINESS_UNIT:
            return  # all its pages stand behind the same door
        self.attack_query(name, path)
        if self.who == roles.BUSINESS_UNIT and not name.startswith("admin:"):
            return  # two others have sent all the rest to these
        for bad in hostile_paths(path, arguments)[:: 2 if name.startswith("admin:") else 1]:
            self.ask("get", bad)
        self.ask("post", path, b"--x\r\nContent-Disposition: x", content_type="multipart/form-data; boundary=x")
        self.ask("post", path, b"{", content_type="application/json")
        for body in bodies("" if page.streaming else page.content.decode("utf-8", "replace")):
            self.ask("post", path, body)

    def attack_query(self, name: str, path: str) -> None:
        if name.endswith("_changelist"):
            for number, lookup in enumerate(lookups(name)):
                self.ask("get", f"{path}?{query([lookup], number)}")
        if name in BESIDE_RIGHT_ONES and self.who != roles.PRACTITIONER:
            right, others = BESIDE_RIGHT_ONES[name]
            for other in others:
                for value in HOSTILE:
                    self.ask("get", f"{path}?{right}&{other}={value}")
        wanted = ADMIN_NAMES if name.startswith("admin:") else NAMES
        for number in range({"visitor": len(HOSTILE), roles.PRACTITIONER: 2, roles.BUSINESS_UNIT: 1}[self.who]):
            answer = self.ask("get", f"{path}?{query(wanted, number)}")
            if "GET" not in vars(answer.wsgi_request):
                return  # nothing reads what the address asks for


def query(wanted: list[str], number: int) -> str:
    """An address line in which each name bears a hostile value, another at each number, and some bear two."""
    values = list(islice(cycle(HOSTILE), number, number + len(wanted) + 3))
    pairs = [*zip(wanted, values, strict=False), *zip(wanted[::3], values[3:], strict=False)]
    return "&".join(f"{name}={value}" for name, value in pairs)


def hostile_paths(path: str, arguments: dict) -> list[str]:
    """The address with numbers out of range and words that no slug holds in each of its places."""
    given = arguments.get("kwargs", {}).values() or arguments.get("args", ())
    bad = (TOO_LARGE, NO_UTF8, NUL, "A" * 2000)
    return [path.replace(f"/{value}", f"/{other}", 1) for value in given for other in bad]


def lookups(name: str) -> list[str]:
    """What a list of the admin can be asked for: its filters and its dates."""
    pages = admin.site._registry.values()
    page = next(p for p in pages if name == f"admin:{p.opts.app_label}_{p.opts.model_name}_changelist")
    found = [f"{page.date_hierarchy}__{part}" for part in ("year", "month", "day") if page.date_hierarchy]
    for entry in page.list_filter:
        field = entry[0] if isinstance(entry, tuple) else entry
        found += [f"{field}__exact", f"{field}__id__exact"] if isinstance(field, str) else [field.parameter_name]
    return found


def bodies(page: str):
    """What the form of a page might be sent: everything wrong, and wrong beside right hidden fields."""
    hidden = {found[1]: (HIDDEN.search(found[0]) or ["", ""])[1] for found in FIELD.finditer(page)}
    if not hidden:
        return
    values = cycle(WRONG)
    yield {field: [next(values), next(values)] for field in hidden}
    yield {field: right or next(values) for field, right in hidden.items()}


@pytest.mark.parametrize("who", ["visitor", roles.PRACTITIONER, roles.BUSINESS_UNIT])
def test_no_address_ever_fails(world, quiet, who):
    attacker = Attacker(who)
    for name in names():
        attacker.attack(name)
    assert attacker.faults == {}
