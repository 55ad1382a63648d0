from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from bulletins.models import Subscription
from demo.source import Source
from portal.accounts.models import User
from portal.partnership.models import Partnership

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


@pytest.fixture
def demonstration(settings):
    settings.DEMO = True


def test_load_demo_refuses_accounts_outside_the_demonstration(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=true"):
        run("load_demo")
    assert not Partnership.objects.exists()


def test_load_demo_without_accounts_opens_none(settings):
    settings.DEMO = False
    run("load_demo", "--without-accounts", "--partnership", "wendle-vale")
    assert (User.objects.count(), Subscription.objects.count()) == (0, 0)
    assert Partnership.objects.get().area == "Wendle Vale"


def test_load_demo_prints_what_it_added_and_how_to_sign_in(demonstration):
    out = run("load_demo", "--partnership", "wendle-vale")
    assert out.startswith("Added from wendle-vale:\n  1 partnership\n")
    assert f"password: {Source('wendle-vale').read('accounts')['password']}" in out


def test_load_demo_again_says_that_nothing_was_missing(demonstration):
    run("load_demo", "--partnership", "wendle-vale")
    assert run("load_demo", "--partnership", "wendle-vale").startswith("Nothing was missing.")


def test_load_demo_if_empty_leaves_a_loaded_portal_alone(demonstration):
    run("load_demo", "--partnership", "wendle-vale")
    assert run("load_demo", "--if-empty") == "The demonstration is loaded already.\n"


def test_load_demo_if_empty_leaves_the_sign_ins_to_the_end_of_run(demonstration):
    out = run("load_demo", "--if-empty", "--partnership", "wendle-vale")
    assert out.startswith("Added from wendle-vale:") and "password:" not in out


def test_demo_sign_ins_names_every_account(demonstration):
    run("load_demo", "--partnership", "wendle-vale")
    out = run("demo_sign_ins")
    assert [user.email for user in User.objects.all() if user.email not in out] == []


def test_demo_sign_ins_of_an_empty_portal_says_so():
    assert run("demo_sign_ins") == "There are no demonstration accounts.\n"
