import pytest

from governance.models import Membership, Person
from governance.services import GovernanceError, people
from portal.accounts import roles
from portal.accounts.models import User
from tests import factories


@pytest.fixture
def newcomer(partnership):
    return User.objects.create_user("nia@hospital.example", factories.PASSWORD, name="Nia Newcomer")


@pytest.fixture
def hospital(partnership):
    return factories.agency(email_domains="hospital.example, @trust.example")


def claim(user, **fields):
    return people.claim_membership(people.person_of(user), **{"agency": None, "job_title": "Nurse", **fields})


def test_person_of_makes_one_person(newcomer):
    person = people.person_of(newcomer)
    assert (person.name, person.email) == ("Nia Newcomer", "nia@hospital.example")
    assert people.person_of(newcomer) == person
    assert Person.objects.count() == 1


def test_claim_membership_is_not_confirmed(newcomer, hospital):
    membership = claim(newcomer, agency=hospital)
    assert membership.status == Membership.Status.CLAIMED
    assert not membership.is_lead


def test_claim_membership_without_agency_needs_a_reason(newcomer):
    with pytest.raises(GovernanceError, match="Say how you work"):
        claim(newcomer, reason="  ")
    assert claim(newcomer, reason="Childminder in Rivermouth").agency is None


def test_claim_membership_refuses_what_cannot_be_joined(newcomer):
    committee = factories.agency("Heads' association", kind="committee")
    with pytest.raises(GovernanceError, match="from the list"):
        claim(newcomer, agency=committee)


def test_claim_membership_twice_is_refused(newcomer, hospital):
    claim(newcomer, agency=hospital)
    with pytest.raises(GovernanceError, match="already"):
        claim(newcomer, agency=hospital)


@pytest.mark.parametrize("address", ["nia@hospital.example", "nia@TRUST.example"])
def test_confirm_by_address_at_the_domain_of_the_agency(newcomer, hospital, address):
    membership = claim(newcomer, agency=hospital)
    assert people.confirm_by_address(newcomer, address) == [membership]
    membership.refresh_from_db()
    assert (membership.status, membership.basis) == ("confirmed", "domain")
    assert membership.confirmed_by is None
    assert membership.confirmed_at is not None


@pytest.mark.parametrize("address", ["nia@gmail.example", "nia@evil-hospital.example", "nia@ward.hospital.example"])
def test_confirm_by_address_elsewhere_leaves_the_claim(newcomer, hospital, address):
    claim(newcomer, agency=hospital)
    assert people.confirm_by_address(newcomer, address) == []


def test_confirm_by_address_leaves_refused_and_agencyless_claims(newcomer, hospital, officer):
    people.refuse_membership(claim(newcomer, agency=hospital), reason="Left in May", by=officer)
    claim(newcomer, reason="Volunteer")
    assert people.confirm_by_address(newcomer, "nia@hospital.example") == []


def test_confirm_membership_lets_a_volunteer_act(newcomer, officer):
    membership = claim(newcomer, reason="Foster carer")
    assert people.awaits_approval(membership.person)
    people.confirm_membership(membership, by=officer)
    membership.refresh_from_db()
    assert (membership.status, membership.basis, membership.confirmed_by) == ("confirmed", "staff", officer)
    assert not people.awaits_approval(membership.person)
    assert roles.roles_of(newcomer) == [roles.PRACTITIONER]


def test_refuse_membership_takes_the_role_of_who_belongs_nowhere_else(newcomer, hospital, officer):
    roles.give(newcomer, roles.PRACTITIONER)
    membership = people.refuse_membership(claim(newcomer, agency=hospital), reason="Not known here", by=officer)
    assert membership.status == Membership.Status.REFUSED
    assert membership.end is not None
    assert roles.roles_of(newcomer) == []


def test_refuse_membership_leaves_the_role_of_who_belongs_elsewhere(newcomer, hospital, officer):
    roles.give(newcomer, roles.PRACTITIONER)
    claim(newcomer, agency=factories.agency("Rivermouth Council"))
    people.refuse_membership(claim(newcomer, agency=hospital), reason="Not known here", by=officer)
    assert roles.roles_of(newcomer) == [roles.PRACTITIONER]


def test_refuse_membership_needs_a_reason(newcomer, hospital, officer):
    with pytest.raises(GovernanceError, match="Say why"):
        people.refuse_membership(claim(newcomer, agency=hospital), reason=" ", by=officer)


def test_confirm_membership_after_a_refusal_and_a_new_claim(newcomer, hospital, officer):
    old = people.refuse_membership(claim(newcomer, agency=hospital), reason="Not known here", by=officer)
    claim(newcomer, agency=hospital)
    with pytest.raises(GovernanceError, match="another claim"):
        people.confirm_membership(old, by=officer)
