"""Persons of logins, and where they say they work: claimed by the person, confirmed by a domain or by people."""

from datetime import date

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from governance import emails
from governance.models import Agency, Membership, Person
from governance.services import GovernanceError
from portal import history
from portal.accounts import roles
from portal.accounts.models import User
from portal.wording import day_month_year


def person_of(user: User) -> Person:
    """The Person of a login, made at the first call."""
    person, _ = Person.objects.get_or_create(user=user, defaults={"name": user.name, "email": user.email})
    return person


@transaction.atomic
def claim_membership(
    person: Person, *, agency: Agency | None, job_title: str, reason: str = "", by: User | None = None
) -> Membership:
    """Note where a person says they work. At an agency they may book at once; without one the business unit decides.

    Raises GovernanceError when the agency can't be joined or the person already belongs to it.
    """
    if agency is None and not reason.strip():
        raise GovernanceError("Say how you work with children here.")
    if agency is not None and not Agency.objects.joinable().filter(pk=agency.pk).exists():
        raise GovernanceError("Choose an agency from the list.")
    if person.memberships.filter(agency=agency, end__isnull=True).exists():
        raise GovernanceError("You have already said that you work there.")
    membership = Membership(
        person=person, agency=agency, job_title=job_title, reason=reason, start=timezone.localdate()
    )
    history.save(membership, by=by)
    if person.user is not None and agency is not None:
        roles.give(person.user, roles.PRACTITIONER)
    return membership


@transaction.atomic
def change_workplace(
    person: Person, *, agency: Agency | None, job_title: str, reason: str = "", left_on: date | None = None, by: User
) -> Membership:
    """End where the person worked, today or on a day that has passed, and note where they say they work now.

    Who stays at the agency only gets the new job title. An address proved before confirms the claim at once.
    Raises GovernanceError for a day that can't be, and for an agency where the person was refused.
    """
    if agency is not None and person.memberships.filter(agency=agency, status=Membership.Status.REFUSED).exists():
        raise GovernanceError(f"We could not confirm that you work at {agency}. If you do, write to the business unit.")
    current = person.current_membership
    if current is not None and agency is not None and current.agency_id == agency.pk:
        current.job_title = job_title
        history.save(current, by=by)
        return current
    if current is not None:
        _end(current, left_on or timezone.localdate(), by=by)
    claim = claim_membership(person, agency=agency, job_title=job_title, reason=reason, by=by)
    if person.user is not None:
        confirm_by_proved_addresses(person.user)
        if agency is None:
            roles.take(person.user, roles.PRACTITIONER)
    return Membership.objects.select_related("agency").get(pk=claim.pk)


def _end(membership: Membership, day: date, *, by: User) -> None:
    """The person has left; who led the agency's part does so no longer."""
    if day > timezone.localdate():
        raise GovernanceError("Your last day can't lie ahead. Come back when you have left.")
    if membership.start is not None and day < membership.start:
        raise GovernanceError(f"You told us that you work there since {day_month_year(membership.start)}.")
    membership.end = day
    history.save(membership, by=by)
    leads = membership.person.memberships.filter(is_lead=True, end__isnull=True)
    if membership.is_lead and membership.person.user is not None and not leads.exists():
        roles.take(membership.person.user, roles.AGENCY_LEAD)


def confirm_by_proved_addresses(user: User) -> None:
    """Confirm what a person claimed by every address they have proved so far."""
    for row in EmailAddress.objects.filter(user=user, verified=True):
        confirm_by_address(user, row.email)


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
