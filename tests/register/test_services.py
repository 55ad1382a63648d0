from datetime import date, timedelta

import pytest
from django.utils import timezone

from governance.models import Seat, SeatHolding
from governance.register import services
from governance.register.errors import RegisterError
from governance.register.models import Action
from tests.factories import agency, person, priority
from tests.register.factories import action, evidence

pytestmark = pytest.mark.django_db
Status = Action.Status


@pytest.fixture
def done(officer):
    """An action reported done, with evidence."""
    row = action()
    evidence(row)
    return services.mark_done(row, text="Procedure changed.", by=officer)


def test_record_finding_from_another_row(officer):
    row = priority()
    finding = services.record_finding(
        "No beds seen", found_on=date(2024, 1, 8), priorities=[row], source=row, by=officer
    )
    assert (finding.source, list(finding.priorities.all())) == (row, [row])
    assert finding.history.get().history_user == officer


def test_record_finding_that_comes_from_nowhere(officer):
    with pytest.raises(RegisterError, match="Say where the finding comes from"):
        services.record_finding("No beds seen", found_on=date(2024, 1, 8), source_note=" ", by=officer)


def test_record_finding_of_tomorrow(officer):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(RegisterError, match="can't lie ahead"):
        services.record_finding("No beds seen", found_on=tomorrow, source_note="Audit", by=officer)


def test_record_recommendation_needs_a_new_reference(officer):
    finding = action().recommendation.finding
    assert services.record_recommendation(finding, reference="R2", text="Do it.", by=officer).pk
    with pytest.raises(RegisterError, match="r1 already"):
        services.record_recommendation(finding, reference="r1", text="Do it.", by=officer)


def record(row, officer, **fields):
    defaults = {
        "title": "Train midwives",
        "owner_agency": row.owner_agency,
        "overseen_by": row.overseen_by,
        "starts_on": date(2024, 1, 10),
        "due_on": date(2024, 2, 10),
    }
    return services.record_action(row.recommendation, by=officer, **{**defaults, **fields})


def test_record_action(officer):
    assert record(action(), officer).status == Status.NOT_STARTED


def test_record_action_due_before_it_starts(officer):
    with pytest.raises(RegisterError, match="due before it starts"):
        record(action(), officer, due_on=date(2024, 1, 9))


def test_record_action_for_a_seat_of_another_agency(officer):
    row = action()
    seat = Seat.objects.create(group=row.overseen_by, role="Detective", agency=agency("Rivermouth Police"))
    with pytest.raises(RegisterError, match="belongs to Rivermouth Police"):
        record(row, officer, owner_seat=seat)


def test_report_progress_starts_the_action_and_keeps_every_report(officer):
    row = services.report_progress(action(), text="Begun.", by=officer, forecast_on=date(2024, 8, 1))
    row = services.report_progress(row, text="Half way.", by=officer)
    assert (row.status, row.forecast_on) == (Status.IN_PROGRESS, date(2024, 8, 1))
    assert [report.text for report in row.updates.all()] == ["Half way.", "Begun."]


def test_report_progress_says_something(officer):
    with pytest.raises(RegisterError, match="Say in a sentence"):
        services.report_progress(action(), text="  ", by=officer)


def test_report_progress_on_a_done_action(done, officer):
    with pytest.raises(RegisterError, match="Reopen it first"):
        services.report_progress(done, text="More.", by=officer)


def test_mark_done_is_not_closed(done):
    assert done.status == Status.DONE
    assert Action.objects.open().get() == done


def test_mark_done_twice(done, officer):
    with pytest.raises(RegisterError, match="done or closed already"):
        services.mark_done(done, text="Again.", by=officer)


def test_verify_and_close(done, officer):
    verifier = person("Vera Vane")
    row = services.verify_and_close(done, verifier=verifier, outcome="Babies sleep safely.", by=officer)
    assert (row.status, row.verified_by, row.verified_on) == (Status.CLOSED, verifier, timezone.localdate())
    assert not Action.objects.open().exists()


def test_verify_and_close_needs_an_outcome(done, officer):
    with pytest.raises(RegisterError, match="what changed for children"):
        services.verify_and_close(done, verifier=person(), outcome=" ", by=officer)


def test_verify_and_close_needs_evidence(done, officer):
    done.evidence.all().delete()
    with pytest.raises(RegisterError, match="Add evidence first"):
        services.verify_and_close(done, verifier=person(), outcome="Better.", by=officer)


def test_verify_and_close_only_what_is_done(officer):
    with pytest.raises(RegisterError, match="reported done"):
        services.verify_and_close(action(), verifier=person(), outcome="Better.", by=officer)


def test_nobody_verifies_what_they_reported_done(done, officer):
    with pytest.raises(RegisterError, match="Somebody else must verify"):
        services.verify_and_close(done, verifier=officer.person, outcome="Better.", by=officer)


def test_the_holder_of_the_owning_seat_does_not_verify(done, officer):
    seat = Seat.objects.create(group=done.overseen_by, role="Named midwife", agency=done.owner_agency)
    Action.objects.filter(pk=done.pk).update(owner_seat=seat)
    holder = SeatHolding.objects.create(seat=seat, person=person("Holly Hold")).person
    with pytest.raises(RegisterError, match="Holly Hold owns this action"):
        services.verify_and_close(done, verifier=holder, outcome="Better.", by=officer)


def test_reopen_forgets_the_verification_but_not_the_reports(done, officer):
    services.verify_and_close(done, verifier=person(), outcome="Better.", by=officer)
    row = services.reopen(done, reason="The re-test found no change.", by=officer)
    assert (row.status, row.verified_by, row.verified_on) == (Status.IN_PROGRESS, None, None)
    assert row.updates.count() == 3


@pytest.mark.parametrize(
    ("change", "status"), [(services.reopen, Status.DONE), (services.withdraw, Status.NOT_STARTED)]
)
def test_reopen_and_withdraw_need_a_reason(officer, change, status):
    with pytest.raises(RegisterError, match="Say in a sentence"):
        change(action(status=status), reason="", by=officer)


def test_reopen_an_open_action(officer):
    with pytest.raises(RegisterError, match="open already"):
        services.reopen(action(), reason="Why not", by=officer)


def test_withdraw(officer):
    row = services.withdraw(action(), reason="The service closed.", by=officer)
    assert row.status == Status.WITHDRAWN
    with pytest.raises(RegisterError, match="withdrawn already"):
        services.withdraw(row, reason="Again", by=officer)
