from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from governance.services import people
from portal.accounts.limits import limited
from portal.wording import date_and_time
from training import rules
from training.errors import TrainingError
from training.forms import BookingForm
from training.models import Booking, Session
from training.services import booking as bookings

OTHERS = 3


@login_not_required
@require_safe
def session(request, pk):
    return _page(request, _visible(request, pk), BookingForm())


@require_http_methods(["GET", "POST"])
@limited("book", "60/h")
def session_book(request, pk):
    session = _visible(request, pk)
    if request.method == "GET":  # where the sign-in page leads back to
        return redirect(session)
    person = people.person_of(request.user)
    if not request.user.has_perm("training.book_place") and not people.awaits_approval(person):
        raise PermissionDenied
    form = BookingForm(request.POST)
    if form.is_valid():
        try:
            booking = bookings.book(session, person=person, needs=form.cleaned_data["needs"], by=request.user)
        except TrainingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _said(booking))
            return redirect(session)
    return _page(request, session, form, status=422)


def _visible(request, pk) -> Session:
    sessions = Session.objects.visible_to(request.user).select_related("course")
    return get_object_or_404(sessions.prefetch_related("days", "trainers", "course__prerequisites"), pk=pk)


def _said(booking: Booking) -> str:
    if booking.is_waiting:
        return f"You are on the waiting list at place {booking.position}. We have written to you."
    return "Your place is booked. We have sent you a calendar file."


def _page(request, session: Session, form: BookingForm, status: int = 200):
    person = getattr(request.user, "person", None) if request.user.is_authenticated else None
    booking = session.bookings.live().filter(person=person).first() if person else None
    others = session.course.sessions.published().coming().exclude(pk=session.pk).with_places_left()
    context = {
        "session": session,
        "course": session.course,
        "booking": booking,
        "member": person.current_membership if person else None,
        "form": form,
        "obstacle": bookings.obstacle(session, person=person) if person else rules.closed_because(session),
        "may_book": request.user.has_perm("training.book_place"),
        "steps": _steps(booking) if booking and booking.is_waiting else [],
        "others": others[:OTHERS],
        "free_until": rules.free_until(session),
        "free_days": rules.free_days(session),
        "is_late": rules.is_late(booking) if booking else False,
        "keeps_register": _keeps_register(request.user, session),
    }
    return render(request, "training/session.html", context, status=status)


def _steps(booking: Booking) -> list[dict]:
    """The way through the waiting list."""
    return [
        {"state": "done", "title": "You joined", "detail": date_and_time(booking.created_at)},
        {"state": "now", "title": "If a place comes free", "detail": "It is yours at once, and we write to you."},
        {
            "state": "next",
            "title": f"Until {date_and_time(booking.session.starts_at)}",
            "detail": "After the session starts nobody is moved up.",
        },
    ]


def _keeps_register(user, session: Session) -> bool:
    return user.has_perm("training.keep_register") and Session.objects.kept_by(user).filter(pk=session.pk).exists()
