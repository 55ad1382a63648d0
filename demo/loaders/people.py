"""Invented people, and the six office holders who stand in the published arrangements."""

import re
import unicodedata
from collections import Counter
from typing import Any

from django.utils import timezone

from demo.source import Source
from governance.models import Agency, Membership, Person


def load(source: Source) -> Counter:
    """Everybody by name, those with a login too: each with an address at an example domain and a membership."""
    accounts = source.read("accounts")
    everybody = [*source.read("people"), *(accounts["people"] if accounts else [])]
    return Counter({"people": sum(load_person(entry) for entry in everybody)})


def person(name: str) -> Person:
    """The person of this name; a demonstration has no two of one name."""
    return Person.objects.get_or_create(name=name)[0]


def load_person(entry: dict[str, Any]) -> bool:
    agency = Agency.objects.get(slug=entry["agency"])
    member = person(entry["name"])
    if member.memberships.exists():
        return False
    member.email = entry.get("email") or address(member.name, agency)
    member.save()
    Membership.objects.create(
        person=member,
        agency=agency,
        job_title=entry["job_title"],
        is_lead="agency_lead" in entry.get("roles", []),
        status=Membership.Status.CONFIRMED,
        basis=Membership.Basis.STAFF,
        confirmed_at=timezone.now(),
    )
    return True


def address(name: str, agency: Agency) -> str:
    """anna.okoro@agency.example; agencies without a domain share one."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    domain = min(agency.domains, default=f"{agency.slug}.example")
    return f"{re.sub(r'[^a-z-]+', '.', plain)}@{domain}"
