"""What the register offers upward: overdue actions for the admin's front page, and who may read evidence."""

from django.urls import reverse
from django.utils import timezone

from governance.register.models import Action, Evidence
from portal.files.models import StoredFile
from portal.registry import WorkLine


def work_lines(user) -> list[WorkLine]:
    """Actions past their due date, and those that wait for somebody to verify them."""
    if not user.has_perm("register.change_action"):
        return []
    changelist = reverse("admin:register_action_changelist")
    overdue = Action.objects.overdue(timezone.localdate())
    done = Action.objects.filter(status=Action.Status.DONE).count()
    lines = []
    if number := overdue.count():
        lines.append(
            WorkLine("Actions overdue", f"{changelist}?due=overdue", f"The oldest: {overdue.first()}", number, "today")
        )
    if done:
        lines.append(WorkLine("Actions to verify", f"{changelist}?status__exact=done", "", done))
    return lines


def may_read(stored: StoredFile, user) -> bool:
    """Evidence is read by whoever may read the register."""
    return user.has_perm("register.view_register") and Evidence.objects.filter(file=stored).exists()
