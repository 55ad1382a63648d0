"""The world most tests stand in: one partnership, a few agencies, people in each role. Small functions, real rows."""

from datetime import date

from django.utils.text import slugify

from governance.models import Agency, Membership, Person, Priority
from portal.accounts import roles
from portal.accounts.models import User
from portal.partnership.models import EmergencyNumber, Partnership

PASSWORD = "a long enough password"


def partnership(**fields) -> Partnership:
    defaults = {
        "name": "Rivermouth Safeguarding Children Partnership",
        "short_name": "RSCP",
        "area": "Rivermouth",
        "strapline": "Every child in Rivermouth, safe and heard",
        "partner_names": "Rivermouth Council\nNHS Rivermouth\nRivermouth Police",
        "general_email": "hello@rivermouth.example",
        "training_email": "training@rivermouth.example",
        "numbers_checked_on": date(2024, 11, 1),
    }
    row, _ = Partnership.objects.update_or_create(pk=1, defaults={**defaults, **fields})
    EmergencyNumber.objects.get_or_create(partnership=row, label="Worried about a child? Call", phone="01632 960001")
    return row


def agency(name: str = "Rivermouth Hospital", **fields) -> Agency:
    defaults = {"slug": slugify(name), "sector": Agency.Sector.HEALTH}
    return Agency.objects.get_or_create(name=name, defaults={**defaults, **fields})[0]


def user(role: str = roles.PRACTITIONER, email: str = "", name: str = "", **fields) -> User:
    """A signed-up person with a confirmed address, a role and a confirmed membership of the hospital."""
    email = email or f"{role.replace('_', '.')}@rivermouth.example"
    row = User.objects.create_user(email, PASSWORD, name=name or roles.TABLE[role].title, **fields)
    row.emailaddress_set.create(email=email, verified=True, primary=True)
    roles.give(row, role)
    member = Person.objects.create(name=row.name, email=email, user=row)
    Membership.objects.create(person=member, agency=agency(), job_title="Nurse", status="confirmed", basis="staff")
    return row


def person(name: str = "Pat Poole", email: str = "") -> Person:
    return Person.objects.create(name=name, email=email)


def priority(name: str = "Neglect", **fields) -> Priority:
    return Priority.objects.get_or_create(slug=slugify(name), defaults={"name": name, **fields})[0]
