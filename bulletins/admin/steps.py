"""What an officer may do with an issue beside editing it: one line a step, each on a page that asks first."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms

from bulletins.forms import ApproveForm, ScheduleForm, SendTestForm
from bulletins.models import Bulletin
from bulletins.services import mailing, workflow

Status = Bulletin.Status
ANY = tuple(Status)


@dataclass(frozen=True)
class Step:
    """A button of the change page, and the page behind it."""

    name: str
    button: str
    sentence: str
    done: str
    permission: str
    statuses: tuple[Status, ...]
    run: Callable
    form: type[forms.Form] = forms.Form
    is_final: bool = False

    def is_open(self, bulletin: Bulletin, user) -> bool:
        return bulletin.status in self.statuses and user.has_perm(self.permission)


STEPS = {
    step.name: step
    for step in (
        Step(
            "send_test",
            "Send a test",
            "The email as it stands now goes to the people you name, marked as a test.",
            "The test is on its way.",
            "bulletins.send_bulletin",
            ANY,
            lambda bulletin, by, data: mailing.send_test(bulletin, addresses=data["addresses"], by=by),
            SendTestForm,
        ),
        Step(
            "submit",
            "Submit for approval",
            "A colleague reads this issue and approves it. You can take it back to draft.",
            "It waits for approval.",
            "bulletins.change_bulletin",
            (Status.DRAFT,),
            lambda bulletin, by, data: workflow.submit(bulletin, by=by),
        ),
        Step(
            "approve",
            "Approve",
            "Once approved, the issue can be sent or scheduled, and its words no longer change.",
            "Approved.",
            "bulletins.approve_bulletin",
            (Status.IN_REVIEW,),
            lambda bulletin, by, data: workflow.approve(bulletin, by=by, note=data["note"]),
            ApproveForm,
        ),
        Step(
            "schedule",
            "Schedule",
            "It goes on the web and to its readers at this moment. "
            "If the portal is not running then, it asks you again instead of sending hours late.",
            "Scheduled.",
            "bulletins.send_bulletin",
            (Status.APPROVED, Status.SCHEDULED),
            lambda bulletin, by, data: workflow.schedule(bulletin, at=data["send_at"], by=by),
            ScheduleForm,
        ),
        Step(
            "unschedule",
            "Take off the schedule",
            "The issue stays approved. Nothing is sent until somebody sends or schedules it.",
            "It is no longer scheduled.",
            "bulletins.send_bulletin",
            (Status.SCHEDULED,),
            lambda bulletin, by, data: workflow.unschedule(bulletin, by=by),
        ),
        Step(
            "send",
            "Send",
            "The issue goes on the web and to every reader now. This cannot be taken back.",
            "",
            "bulletins.send_bulletin",
            (Status.APPROVED, Status.SCHEDULED, Status.SENDING),
            lambda bulletin, by, data: mailing.send(bulletin, by=by),
            is_final=True,
        ),
        Step(
            "reopen",
            "Back to draft",
            "The issue can be edited again and needs approval again.",
            "It is a draft again.",
            "bulletins.change_bulletin",
            (Status.IN_REVIEW, Status.APPROVED, Status.SCHEDULED),
            lambda bulletin, by, data: workflow.reopen(bulletin, by=by),
        ),
    )
}


def open_to(bulletin: Bulletin, user) -> list[Step]:
    """The steps this officer can take now. An issue that is being sent is not offered for sending again."""
    return [
        step
        for step in STEPS.values()
        if step.is_open(bulletin, user) and not (step.is_final and bulletin.is_published)
    ]
