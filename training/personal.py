"""A person's own records of training: given out and, where the law lets them, erased."""

from django.db import transaction
from django.utils import timezone

from portal import wording
from training.models import Booking
from training.services import booking as bookings


def export(user) -> list[dict]:
    """Every booking of the user, with what happened to it."""
    rows = Booking.objects.of(user).select_related("session__course", "agency").prefetch_related("events")
    return [
        {
            "course": booking.session.course.title,
            "first day": wording.day_month_year(booking.session.first_day),
            "state": booking.get_status_display(),
            "agency then": str(booking.agency or ""),
            "job title then": booking.job_title,
            "what to arrange": booking.needs,
            "history": "; ".join(
                f"{event.get_kind_display()} on {wording.date_and_time(event.at)}" for event in booking.events.all()
            ),
        }
        for booking in rows
    ]


@transaction.atomic
def erase(user) -> str:
    """Give back places that are still to come and clear what people wrote; attendance stays for the yearly figures."""
    coming = Booking.objects.of(user).live().filter(session__starts_at__gt=timezone.now()).select_related("session")
    for booking in coming:
        leave = bookings.leave_waiting_list if booking.is_waiting else bookings.cancel
        leave(booking, by=user, reason="Records erased on request")
    kept = Booking.objects.of(user).update(needs="", job_title="")
    if not kept:
        return "You have no bookings."
    return (
        "Your coming places were given back, and your job titles and what you asked to have arranged were deleted. "
        "That a place was taken stays, without your name, for the partnership's yearly figures."
    )
