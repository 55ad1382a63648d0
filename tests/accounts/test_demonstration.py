import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from portal.accounts import demonstration
from tests import factories


@pytest.fixture
def production(settings):
    settings.DEBUG = False


@pytest.fixture
def demo_account(partnership):
    return factories.user(is_demo=True)


def ids() -> list[str]:
    return [error.id for error in run_checks(tags=["security"], databases=["default"]) if error.id]


def test_refuse_to_start_with_a_demo_account(production, demo_account):
    with pytest.raises(ImproperlyConfigured, match="everybody could sign in"):
        demonstration.refuse_to_start()


def test_refuse_to_start_lets_real_portals_and_demonstrations_start(settings, partnership, practitioner):
    settings.DEBUG = False
    demonstration.refuse_to_start()
    practitioner.is_demo = True
    practitioner.save()
    settings.DEBUG = True
    demonstration.refuse_to_start()


@pytest.mark.django_db(transaction=True)
def test_refuse_to_start_passes_where_there_are_no_tables(production):
    from django.db import connection

    from portal.accounts.models import User

    with connection.schema_editor() as editor:
        editor.alter_db_table(User, User._meta.db_table, "elsewhere")
    try:
        demonstration.refuse_to_start()
    finally:
        with connection.schema_editor() as editor:
            editor.alter_db_table(User, "elsewhere", User._meta.db_table)


def test_check_reports_a_demo_account(production, demo_account):
    assert "accounts.E001" in ids()


def test_check_is_content_without_one(production, partnership):
    assert "accounts.E001" not in ids()


def test_worker_and_beat_refuse_too(production, demo_account):
    from celery.signals import beat_init, worker_init

    from portal import celery

    for signal in (worker_init, beat_init):
        with pytest.raises(SystemExit, match="everybody could sign in"):
            signal.send(sender=celery.app)
