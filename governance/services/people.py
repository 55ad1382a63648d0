"""Persons of logins, and where they say they work: claimed by the person, confirmed by a domain or by people."""

from django.db import transaction
from django.utils import timezone

from governance import emails
from governance.models import Agency, Membership, Person
from governance.services import GovernanceError
from portal.accounts import roles
from portal.accounts.models import User


def person_of(user: User) -> Person:
    """The Person of a login, made at the first call."""
    person, _ = Person.objects.get_or_create(user=user, defaults={"name": user.name, "email": user.email})
    return person


@transaction.atomic
def claim_membership(
    person: Person, *, agency: Agency | None, job_title: str, reason: str = "", by: User | None = None
) -> Membership:
    """Note where a person says they work. Without an agency a reason is needed, and the business unit decides.

    Raises GovernanceError when the agency can't be joined or the person already belongs to it.
    """
    if agency is None and not reason.strip():
        raise GovernanceError("Say how you work with children here.")
    if agency is not None and not Agency.objects.joinable().filter(pk=agency.pk).exists():
        raise GovernanceError("Choose an agency from the list.")
    if person.memberships.filter(agency=agency, end__isnull=True).exists():
        raise GovernanceError("You have already said that you work there.")
    return Membership.objects.create(
        person=person, agency=agency, job_title=job_title, reason=reason, start=timezone.localdate()
    )


@transaction.atomic
def confirm_by_address(user: User, address: str) -> list[Membership]:
    """Confirm what a person claimed at agencies whose mail domain is that of an address the person just proved."""
    domain = address.rpartition("@")[2].lower()
    claimed = Membership.objects.awaiting().current().filter(person__user=user, agency__isnull=False)
    proved = [row for row in claimed.select_related("agency") if domain in row.agency.domains]
    for membership in proved:
        _confirm(membership, basis=Membership.Basis.DOMAIN, by=None)
    return proved


@transaction.atomic
def confirm_membership(
    membership: Membership, *, by: User, basis: Membership.Basis = Membership.Basis.STAFF
) -> Membership:
    """Say that the person works there, and tell them. A person whose account waited may then book.

    Raises GovernanceError when a later claim at the same agency is open: that one is to be confirmed.
    """
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if membership.status == Membership.Status.CONFIRMED:
        return membership
    others = Membership.objects.filter(person=membership.person, agency=membership.agency, end__isnull=True)
    if others.exclude(pk=membership.pk).exists():
        raise GovernanceError("This person has another claim at the same agency since: confirm that one.")
    _confirm(membership, basis=basis, by=by)
    emails.membership_confirmed(membership)
    return membership


@transaction.atomic
def refuse_membership(membership: Membership, *, reason: str, by: User) -> Membership:
    """Say that the person does not work there, and tell them why.

    Who then belongs nowhere loses the practitioner's role. Raises GovernanceError without a reason.
    """
    if not reason.strip():
        raise GovernanceError("Say why: the person is sent your reason.")
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if membership.status == Membership.Status.REFUSED:
        return membership
    membership.status = Membership.Status.REFUSED
    membership.basis, membership.confirmed_by, membership.confirmed_at = "", None, None
    membership.end = timezone.localdate()
    membership.save()
    user = membership.person.user
    if user is not None and not belongs_somewhere(membership.person):
        roles.take(user, roles.PRACTITIONER)
    emails.membership_refused(membership, reason=reason.strip())
    return membership


def belongs_somewhere(person: Person) -> bool:
    """May this person act as a practitioner: an agency claimed or confirmed, or approved without one?"""
    standing = person.memberships.current().exclude(status=Membership.Status.REFUSED)
    return standing.exclude(agency__isnull=True, status=Membership.Status.CLAIMED).exists()


def awaits_approval(person: Person) -> bool:
    """A volunteer, childminder or foster carer whom the business unit has not approved yet."""
    return not belongs_somewhere(person) and person.memberships.awaiting().current().exists()


def _confirm(membership: Membership, *, basis: Membership.Basis, by: User | None) -> Membership:
    membership.status = Membership.Status.CONFIRMED
    membership.basis, membership.confirmed_by, membership.confirmed_at = basis, by, timezone.now()
    membership.end = None
    membership.save()
    if membership.person.user is not None:
        roles.give(membership.person.user, roles.PRACTITIONER)
    return membership
