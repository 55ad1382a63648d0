from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bulletins import figures, offers
from bulletins.models import Mailing
from bulletins.services import mailing as mailings
from bulletins.services import workflow
from portal.search import services as search
from tests import factories as world
from tests.bulletins import factories

pytestmark = pytest.mark.django_db


def test_work_lines_say_what_waits(officer, practitioner):
    factories.full_issue("draft", "Draft one")
    factories.full_issue("in_review", "In review", submitted_by=officer)
    factories.full_issue("approved", "Approved one")
    factories.full_issue("scheduled", "Soon", send_at=timezone.now() + timedelta(days=9))
    late = factories.full_issue("scheduled", "Late", send_at=timezone.now() - timedelta(hours=3))
    workflow.miss(late, now=timezone.now())
    lines = {line.title: line for line in offers.work_lines(officer)}
    assert len(lines) == 5
    assert lines["Bulletin “Late”"].urgency == "failed"
    assert lines["Bulletin “In review”"].detail == "To approve; handed in by Business unit"
    assert offers.work_lines(practitioner) == []


def test_work_lines_of_mailings(officer):
    factories.reader()
    mailing = mailings.queue_step(mailings.prepare(mailings.send(factories.full_issue("approved"), by=officer)))
    (line,) = offers.work_lines(officer)
    assert line.url == reverse("admin:bulletins_bulletin_mailing", args=[mailing.bulletin_id])
    mailing.message.deliveries.update(status="failed")
    (line,) = offers.work_lines(officer)
    assert (line.count, line.urgency) == (1, "failed")
    Mailing.objects.update(started_at=timezone.now() - timedelta(days=40))
    assert offers.work_lines(officer) == []


def test_figures_count_the_period_alone(partnership):
    moment = timezone.make_aware(timezone.datetime(2024, 3, 31, 23, 30))
    factories.full_issue("sent", "March", published_at=moment)
    factories.full_issue("sent", "April", published_at=moment + timedelta(hours=1))
    factories.reader("in@rivermouth.example", confirmed_at=moment)
    factories.reader("left@rivermouth.example", "stopped", confirmed_at=moment, stopped_at=moment)
    factories.reader("later@rivermouth.example", confirmed_at=moment + timedelta(hours=1))
    found = {figure.key: figure.value for figure in figures.for_period(date(2023, 4, 1), date(2024, 3, 31))}
    assert found == {"bulletins.published": 1, "bulletins.subscribers": 1, "bulletins.delivered": 0}


def test_search_finds_a_published_item_and_forgets_a_hidden_one(partnership):
    issue = factories.full_issue("approved", items=0)
    row = factories.item(issue, "Professional curiosity", world.priority("Neglect"))
    assert search.find("curiosity", user=None).total == 0
    mailings.send(issue)
    (hit,) = search.find("curiosity", user=None, priorities=["neglect"]).hits
    assert hit.url == row.get_absolute_url()
    row.refresh_from_db()
    row.heading = "Asking again"
    row.save()
    assert search.find("curiosity", user=None).total == 0
    row.delete()
    assert search.find("asking", user=None).total == 0
