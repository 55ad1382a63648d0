"""Figures of the register for the yearly report."""

from datetime import date

from django.db.models import Q

from governance.register.models import Action
from portal.registry import Figure


def for_period(start: date, end: date) -> list[Figure]:
    """Actions begun and closed from start to end (both included), and overdue at the end; nothing for an empty register."""
    actions = Action.objects.filter(starts_on__lte=end)
    if not actions.exists():
        return []
    still_open = Q(verified_on__isnull=True) | Q(verified_on__gt=end)
    overdue = actions.exclude(status=Action.Status.WITHDRAWN).filter(still_open, due_on__lt=end)
    return [
        _counted("actions-opened", "Actions begun", actions.filter(starts_on__gte=start), "begun in the period"),
        _counted(
            "actions-closed",
            "Actions closed and verified",
            actions.filter(status=Action.Status.CLOSED, verified_on__range=(start, end)),
            "closed in the period after somebody else verified them",
        ),
        _counted(
            "actions-overdue",
            "Actions overdue at the end",
            overdue,
            "past their due date and not closed on the last day",
        ),
    ]


def _counted(key: str, label: str, actions, definition: str) -> Figure:
    return Figure(key, label, actions.count(), "computed", f"Actions of the register {definition}.")
