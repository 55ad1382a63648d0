"""What governance holds of a person, for `registry.personal_records`: name, workplaces, offices."""

from django.db.models.deletion import Collector, ProtectedError, RestrictedError

from governance.models import ChairTerm, Membership, Person, SafeguardingPartner, SeatHolding
from portal import registry
from portal.accounts.models import User
from portal.wording import day_month_year

FORMER = "Former practitioner"


def export(user: User) -> list[dict]:
    person = Person.objects.filter(user=user).first()
    if person is None:
        return []
    rows = [{"What": "Name and address", "Name": person.name, "Email address": person.email}]
    for membership in person.memberships.select_related("agency"):
        rows.append(
            {
                "What": "Where you work",
                "Agency": membership.agency.name if membership.agency else "None",
                "Job title": membership.job_title,
                "Reason you gave": membership.reason,
                "Lead for the agency": "Yes" if membership.is_lead else "No",
                "State": membership.get_status_display(),
                **_period(membership),
            }
        )
    for holding in person.seat_holdings.select_related("seat__group"):
        rows.append({"What": "Seat", "Group": holding.seat.group.name, "Seat": str(holding.seat), **_period(holding)})
    for term in person.chair_terms.select_related("group"):
        rows.append({"What": "Chair", "Group": term.group.name, **_period(term)})
    return rows


def erase(user: User) -> str:
    """Take name and address away, in the history too. Who holds or held an office of the partnership keeps the name."""
    person = Person.objects.filter(user=user).first()
    if person is None:
        return "The list of people held nothing about you."
    for membership in person.memberships.all():
        _strip_membership(membership)
    if _held_office(person):
        _strip(person, name=person.name)
        return (
            "Your address and job titles are deleted. Your name stays with the offices you held, "
            "because the partnership must be able to say who decided."
        )
    if _stands_alone(person):
        _delete_with_history(person)
        return "Your name, address and workplace are deleted."
    _strip(person, name=FORMER)
    return (
        "Your name, address and job titles are deleted. That somebody of your agency took part stays, without your "
        "name, so that the partnership's figures hold."
    )


def _period(row) -> dict[str, str]:
    return {"From": day_month_year(row.start), "Until": day_month_year(row.end)}


def _held_office(person: Person) -> bool:
    partner = SafeguardingPartner.objects.filter(lead=person) | SafeguardingPartner.objects.filter(delegate=person)
    return (
        SeatHolding.objects.filter(person=person).exists()
        or ChairTerm.objects.filter(person=person).exists()
        or partner.exists()
    )


def _stands_alone(person: Person) -> bool:
    """Does nothing but the claims of workplaces hang on this person?"""
    collector = Collector(using="default", origin=person)
    try:
        collector.collect([person])
    except (ProtectedError, RestrictedError):
        return False
    quick = {queryset.model for queryset in collector.fast_deletes if queryset.exists()}
    # The stubs still describe Django 4.1: since then each entry is a list of rows or a queryset.
    pointing = any(len(rows) for updates in collector.field_updates.values() for rows in updates)  # type: ignore[arg-type]
    return {*collector.data, *quick} <= {Person, Membership} and not pointing


def _delete_with_history(person: Person) -> None:
    pk = person.pk
    person.delete()
    # Deleting writes a last copy into the history: that goes too.
    Person.history.filter(id=pk).delete()
    Membership.history.filter(person_id=pk).delete()


def _strip(person: Person, *, name: str) -> None:
    person.name, person.email, person.user = name, "", None
    person.save()
    # The history table holds copies of what was erased: they are overwritten, not kept.
    person.history.all().update(name=name, email="", user=None)


def _strip_membership(membership: Membership) -> None:
    membership.job_title, membership.reason = "Not kept", ""
    membership.save()
    membership.history.all().update(job_title="Not kept", reason="")


RECORDS = registry.PersonalRecords(title="Where you work and sit", export=export, erase=erase)
