from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction

from portal.kept import triggers
from portal.kept.models import revision
from portal.kept.turns import next_turn
from portal.partnership.models import Notice, Partnership
from tests import factories

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def test_every_shown_table_is_watched():
    assert triggers.watched_tables() == triggers.shown_tables()


def test_install_is_repeatable():
    triggers.install()
    assert triggers.watched_tables() == triggers.shown_tables()


def test_table_that_lost_its_triggers_is_not_watched():
    with connection.cursor() as cursor:
        drop = (
            "kept_revise ON partnership_notice"
            if connection.vendor == "postgresql"
            else "kept_DELETE_partnership_notice"
        )
        cursor.execute(f"DROP TRIGGER {drop}")
    assert triggers.shown_tables() - triggers.watched_tables() == {"partnership_notice"}


def test_every_write_gives_a_new_revision(partnership):
    seen = [revision()]
    for write in (
        lambda: Notice.objects.create(heading="x", sentence="x"),
        lambda: Notice.objects.update(heading="y"),
        lambda: Notice.objects.all().delete(),
        lambda: Notice.objects.bulk_create([Notice(heading="x", sentence="x")], ignore_conflicts=True),
    ):
        write()
        seen.append(revision())
    assert len(set(seen)) == 5


def test_other_writes_leave_the_revision(partnership):
    before = revision()
    factories.user()
    assert revision() == before


def test_revision_comes_back_when_its_row_is_lost(partnership):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kept_revision")
    assert revision() is None
    Partnership.objects.update(area="Elsewhere")
    assert revision() is not None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_writers_do_not_wait_for_each_other(partnership):
    before, other = revision(), connection.copy()
    with transaction.atomic():
        Notice.objects.create(heading="x", sentence="x")
        with other.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
            cursor.execute("UPDATE partnership_partnership SET area = 'Elsewhere'")
            cursor.execute("SELECT sum(token) FROM kept_revision")
            between = int(cursor.fetchone()[0])
    other.close()
    assert len({before, between, revision()}) == 3


def test_next_turn_is_midnight_at_the_latest():
    assert next_turn(datetime(2026, 7, 1, 23, 30, tzinfo=LONDON)) == datetime(2026, 7, 2, tzinfo=LONDON)
    assert next_turn(datetime(2026, 10, 25, 0, 30, tzinfo=LONDON)) == datetime(2026, 10, 26, tzinfo=LONDON)


def test_next_turn_is_the_first_stored_moment_to_come():
    day = datetime(2026, 7, 1, tzinfo=LONDON)
    Notice.objects.create(heading="x", sentence="x", starts_at=day.replace(hour=9), ends_at=day.replace(hour=17))
    turns = [next_turn(day.replace(hour=hour)).astimezone(LONDON).hour for hour in (8, 9, 17)]
    assert turns == [9, 17, 0]
