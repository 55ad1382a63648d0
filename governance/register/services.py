"""The register's rules: what is recorded stays, done is not closed, and nobody verifies their own work."""

from collections.abc import Iterable
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from governance.models import Agency, Group, Person, Priority, Seat
from governance.register.errors import RegisterError
from governance.register.models import Action, Finding, ProgressUpdate, Recommendation
from portal import history

Status = Action.Status


@transaction.atomic
def record_finding(
    title: str,
    *,
    by,
    found_on: date,
    detail: str = "",
    priorities: Iterable[Priority] = (),
    source=None,
    source_note: str = "",
) -> Finding:
    """Record what was found in practice; `source` is the row it comes from (a review, an audit), or a note says it.

    Raises RegisterError for a day that lies ahead and where nobody could say where it comes from.
    """
    if found_on > timezone.localdate():
        raise RegisterError("The day of the finding can't lie ahead.")
    if source is None and not source_note.strip():
        raise RegisterError("Say where the finding comes from.")
    finding = Finding(title=title, detail=detail, found_on=found_on, source_note=source_note)
    if source is not None:
        finding.source_type, finding.source_id = ContentType.objects.get_for_model(source), source.pk
    _save(finding, by)
    finding.priorities.set(priorities)
    return finding


@transaction.atomic
def record_recommendation(finding: Finding, *, reference: str, text: str, by) -> Recommendation:
    """Record what should be done about a finding. Raises RegisterError when the reference is taken."""
    if Recommendation.objects.filter(reference__iexact=reference).exists():
        raise RegisterError(f"There is a recommendation {reference} already.")
    return _save(Recommendation(finding=finding, reference=reference, text=text), by)


@transaction.atomic
def record_action(
    recommendation: Recommendation,
    *,
    title: str,
    owner_agency: Agency,
    overseen_by: Group,
    starts_on: date,
    due_on: date,
    by,
    owner_seat: Seat | None = None,
) -> Action:
    """Give an action to an agency, and to a seat if one person is to answer for it.

    Raises RegisterError when it is due before it starts or the seat belongs to another agency.
    """
    if due_on < starts_on:
        raise RegisterError("An action can't be due before it starts.")
    if owner_seat and owner_seat.agency_id not in (None, owner_agency.pk):
        raise RegisterError(f"The seat belongs to {owner_seat.agency}, not to {owner_agency}.")
    action = Action(
        recommendation=recommendation,
        title=title,
        owner_agency=owner_agency,
        owner_seat=owner_seat,
        overseen_by=overseen_by,
        starts_on=starts_on,
        due_on=due_on,
    )
    return _save(action, by)


@transaction.atomic
def report_progress(action: Action, *, text: str, by, forecast_on: date | None = None) -> Action:
    """Note what was done; the first report starts the action. Raises RegisterError once it is done or closed."""
    action = _locked(action)
    if action.status not in (Status.NOT_STARTED, Status.IN_PROGRESS):
        raise RegisterError("This action is done or closed. Reopen it first.")
    if forecast_on:
        action.forecast_on = forecast_on
    return _move(action, Status.IN_PROGRESS, text=text, by=by)


@transaction.atomic
def mark_done(action: Action, *, text: str, by) -> Action:
    """The owner says that it is done. It stays open until somebody else has verified it."""
    action = _locked(action)
    if action.status not in (Status.NOT_STARTED, Status.IN_PROGRESS):
        raise RegisterError("This action is done or closed already.")
    return _move(action, Status.DONE, text=text, by=by)


@transaction.atomic
def verify_and_close(action: Action, *, verifier: Person, outcome: str, by) -> Action:
    """Close an action that is done: somebody else looked at the evidence and says what changed for children.

    Raises RegisterError unless it is done, has evidence and an outcome, and the verifier is neither
    the holder of the owning seat nor the person who reported it done.
    """
    action = _locked(action)
    if action.status != Status.DONE:
        raise RegisterError("Only an action that is reported done can be closed.")
    if not outcome.strip():
        raise RegisterError("Say what changed for children.")
    if not action.evidence.exists():
        raise RegisterError("Add evidence first: without it the action can't be closed.")
    if verifier.pk in _interested(action):
        raise RegisterError(f"{verifier} owns this action or reported it done. Somebody else must verify it.")
    action.outcome_for_children = outcome
    action.verified_by, action.verified_on = verifier, timezone.localdate()
    return _move(action, Status.CLOSED, text=f"Verified by {verifier}.", by=by)


@transaction.atomic
def reopen(action: Action, *, reason: str, by) -> Action:
    """Take up again what was done, closed or withdrawn: a re-test showed that practice did not change."""
    action = _locked(action)
    if action.status in (Status.NOT_STARTED, Status.IN_PROGRESS):
        raise RegisterError("This action is open already.")
    action.verified_by = action.verified_on = None
    return _move(action, Status.IN_PROGRESS, text=f"Reopened: {reason}", by=by, needed=reason)


@transaction.atomic
def withdraw(action: Action, *, reason: str, by) -> Action:
    """Give an action up, with the reason. What was reported stays."""
    action = _locked(action)
    if action.status in (Status.CLOSED, Status.WITHDRAWN):
        raise RegisterError("This action is closed or withdrawn already.")
    return _move(action, Status.WITHDRAWN, text=f"Withdrawn: {reason}", by=by, needed=reason)


def _move(action: Action, status: str, *, text: str, by, needed: str | None = None) -> Action:
    """The one way a status changes: with a report that is never overwritten."""
    if not (text if needed is None else needed).strip():
        raise RegisterError("Say in a sentence what was done, or why.")
    action.status = status
    _save(action, by)
    ProgressUpdate.objects.create(action=action, text=text, status=status, made_by=by)
    return action


def _interested(action: Action) -> set[int]:
    """The people who may not verify: holders of the owning seat, and whoever reported it done last."""
    today = timezone.localdate()
    people = set()
    if action.owner_seat:
        people |= set(action.owner_seat.holdings.on(today).values_list("person", flat=True))
    report = action.updates.filter(status=Status.DONE).select_related("made_by").first()
    if report and report.made_by_id:
        people |= set(Person.objects.filter(user=report.made_by_id).values_list("pk", flat=True))
    return people


def _locked(action: Action) -> Action:
    return Action.objects.select_for_update(of=("self",)).get(pk=action.pk)


def _save(row, by):
    history.save(row, by=by)
    return row
