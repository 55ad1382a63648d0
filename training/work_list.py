"""Lines of work on the admin's front page."""

from datetime import timedelta

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from portal.registry import WorkLine
from portal.wording import clock, counted, weekday_date
from training.models import Session

LIST = "admin:training_session_changelist"


def lines(user) -> list[WorkLine]:
    """Sessions of the next seven days, registers that are not kept yet, and dates that are full with people waiting."""
    if not user.has_perm("training.view_session"):
        return []
    return [*_this_week(), *_registers(), *_full()]


def _this_week() -> list[WorkLine]:
    today = timezone.localdate()
    coming = Session.objects.coming().filter(starts_at__lt=timezone.now() + timedelta(days=7))
    return [
        WorkLine(
            title=session.course.title,
            url=reverse("admin:training_session_change", args=[session.pk]),
            detail=f"{weekday_date(session.starts_at)}, {clock(session.starts_at)}. "
            f"{session.taken} of {counted(session.capacity, 'place,places')} taken",
            urgency="today" if session.first_day == today else "normal",
        )
        for session in coming.counted().select_related("course")
    ]


def _registers() -> list[WorkLine]:
    open_ones = Session.objects.filter(state=Session.State.OPEN, ends_at__lt=timezone.now()).count()
    if not open_ones:
        return []
    url = reverse(LIST) + "?when=unmarked"
    return [WorkLine(title="Registers to complete", url=url, detail="The session is over", count=open_ones)]


def _full() -> list[WorkLine]:
    full = Session.objects.coming().counted().filter(taken__gte=F("capacity"), waiting__gt=0).count()
    if not full:
        return []
    url = reverse(LIST) + "?when=waiting"
    return [WorkLine(title="Full sessions with people waiting", url=url, detail="Add places or a date", count=full)]
