from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from governance.models import Person
from governance.services import people
from portal.accounts import tasks
from portal.accounts.models import User
from tests import factories


@pytest.fixture
def unconfirmed(partnership):
    def unconfirmed(days: int, password=factories.PASSWORD, **fields) -> User:
        user = User.objects.create_user(f"n{days}@hospital.example", password, name="Nia", **fields)
        User.objects.filter(pk=user.pk).update(date_joined=timezone.now() - timedelta(days=days))
        user.emailaddress_set.create(email=user.email, primary=True, verified=False)
        people.claim_membership(people.person_of(user), agency=factories.agency(), job_title="Nurse")
        return user

    return unconfirmed


def test_purge_sessions_deletes_old_unconfirmed_sign_ups_with_what_they_claimed(unconfirmed):
    unconfirmed(31)
    assert tasks.purge_sessions() == 1
    assert not User.objects.exists()
    assert not Person.objects.exists()
    assert not Person.history.exists()


def test_purge_sessions_leaves_everybody_else(unconfirmed, practitioner):
    User.objects.filter(pk=practitioner.pk).update(date_joined=timezone.now() - timedelta(days=400))
    kept = [practitioner, unconfirmed(29), unconfirmed(40, password=None), unconfirmed(41, last_login=timezone.now())]
    assert tasks.purge_sessions() == 0
    assert User.objects.count() == len(kept)


def test_purge_sessions_clears_sessions_that_ran_out(db):
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timedelta(days=1))
    tasks.purge_sessions()
    assert not Session.objects.exists()
