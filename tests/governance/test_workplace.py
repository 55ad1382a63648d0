from datetime import timedelta

import pytest
from django.utils import timezone

from governance.models import Membership
from governance.services import GovernanceError, people
from portal.accounts import roles
from tests import factories

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def college(db):
    return factories.agency("Rivermouth College", sector="education", email_domains="college.example")


def change(user, agency, **fields) -> Membership:
    return people.change_workplace(
        people.person_of(user), agency=agency, **{"job_title": "Tutor", "by": user, **fields}
    )


def test_change_workplace_ends_the_old_one_on_its_day(practitioner, college):
    practitioner.person.memberships.update(start=None)
    claim = change(practitioner, college, left_on=YESTERDAY)
    old = practitioner.person.memberships.exclude(pk=claim.pk).get()
    assert (old.end, old.status) == (YESTERDAY, "confirmed")
    assert (claim.agency, claim.job_title, claim.status, claim.start) == (college, "Tutor", "claimed", TODAY)
    assert practitioner.person.current_membership == claim
    assert old.history.first().history_user == practitioner


def test_change_workplace_ends_the_old_one_today_when_nothing_is_said(practitioner, college):
    claim = change(practitioner, college)
    assert practitioner.person.memberships.exclude(pk=claim.pk).get().end == TODAY


def test_change_workplace_is_confirmed_at_once_by_a_proved_address(practitioner, college):
    practitioner.emailaddress_set.create(email="pat@college.example", verified=True)
    claim = change(practitioner, college)
    assert (claim.status, claim.basis) == ("confirmed", "domain")


def test_change_workplace_is_not_confirmed_by_an_unproved_address(practitioner, college):
    practitioner.emailaddress_set.create(email="pat@college.example", verified=False)
    assert change(practitioner, college).status == "claimed"


def test_change_workplace_after_a_refusal_lets_the_person_book_again(practitioner, officer, college):
    people.refuse_membership(practitioner.person.memberships.get(), reason="Nobody knows you.", by=officer)
    assert roles.roles_of(practitioner) == []
    change(practitioner, college)
    assert roles.roles_of(practitioner) == [roles.PRACTITIONER]


def test_change_workplace_back_to_where_one_was_refused_is_not_possible(practitioner, officer):
    hospital = factories.agency()
    people.refuse_membership(practitioner.person.memberships.get(), reason="Nobody knows you.", by=officer)
    with pytest.raises(GovernanceError, match="could not confirm that you work at Rivermouth Hospital"):
        change(practitioner, hospital)


def test_change_workplace_at_the_same_agency_changes_the_job_title_alone(practitioner):
    membership = change(practitioner, factories.agency(), job_title="Ward sister")
    assert practitioner.person.memberships.get() == membership
    assert (membership.job_title, membership.status) == ("Ward sister", "confirmed")


def test_change_workplace_to_no_agency_waits_for_approval(practitioner):
    change(practitioner, None, reason="I foster for the council.", left_on=YESTERDAY)
    assert people.awaits_approval(practitioner.person)
    assert roles.roles_of(practitioner) == []


def test_change_workplace_of_a_lead_ends_the_lead(practitioner, college):
    practitioner.person.memberships.update(is_lead=True)
    roles.give(practitioner, roles.AGENCY_LEAD)
    assert not change(practitioner, college).is_lead
    assert roles.roles_of(practitioner) == [roles.PRACTITIONER]


def test_change_workplace_of_a_day_ahead_is_refused(practitioner, college):
    with pytest.raises(GovernanceError, match="can't lie ahead"):
        change(practitioner, college, left_on=TODAY + timedelta(days=1))
    assert practitioner.person.memberships.get().end is None


def test_change_workplace_of_a_day_before_the_first_is_refused(practitioner, college):
    practitioner.person.memberships.update(start=TODAY)
    with pytest.raises(GovernanceError, match="you work there since"):
        change(practitioner, college, left_on=YESTERDAY)
