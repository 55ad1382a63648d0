from datetime import date, timedelta

import pytest
from django.utils import timezone

from governance.register import figures, offers
from governance.register.models import Action
from tests.factories import person
from tests.register.factories import action

pytestmark = pytest.mark.django_db
YEAR = (date(2024, 4, 1), date(2025, 3, 31))


def values() -> dict:
    return {figure.key: figure.value for figure in figures.for_period(*YEAR)}


def closed(on: date, **fields):
    proof = {"status": "closed", "outcome_for_children": "Safe.", "verified_by": person(), "verified_on": on}
    return action(**{**proof, **fields})


def test_an_empty_register_counts_nothing():
    assert figures.for_period(*YEAR) == []


def test_figures_count_what_began_closed_and_was_late():
    action(starts_on=date(2024, 3, 31), due_on=date(2025, 4, 1))  # begun before, due after
    action(starts_on=YEAR[0], due_on=date(2025, 3, 30))  # late
    closed(YEAR[1], due_on=date(2024, 5, 1))
    closed(date(2025, 4, 1), due_on=date(2024, 5, 1))  # closed after: late on the last day
    action(status="withdrawn", starts_on=YEAR[0], due_on=YEAR[0])
    action(starts_on=date(2025, 4, 1), due_on=date(2025, 5, 1))
    assert values() == {"actions-opened": 2, "actions-closed": 1, "actions-overdue": 2}


def test_work_lines(officer, practitioner):
    today = timezone.localdate()
    action("Old", due_on=today - timedelta(days=2))
    action("Done", due_on=today + timedelta(days=1), status=Action.Status.DONE)
    lines = offers.work_lines(officer)
    assert [(line.title, line.count) for line in lines] == [("Actions overdue", 1), ("Actions to verify", 1)]
    assert offers.work_lines(practitioner) == []
