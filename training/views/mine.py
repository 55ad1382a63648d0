from datetime import timedelta

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.limits import limited
from portal.partnership import services as partnership
from training import calendar_file, rules
from training.errors import TrainingError
from training.forms import GiveBackForm
from training.models import Booking
from training.services import booking as bookings


@require_safe
def my_training(request):
    mine = Booking.objects.of(request.user).select_related("session__course")
    coming = mine.live().filter(session__ends_at__gt=timezone.now()).prefetch_related("session__days")
    done = mine.attended().order_by("-session__ends_at")
    year = done.filter(session__ends_at__gt=timezone.now() - timedelta(days=365))
    person = getattr(request.user, "person", None)
    days = partnership.current().free_cancellation_days
    context = {
        "coming": [
            (booking, rules.free_until(booking.session, by_default=days), rules.is_late(booking, by_default=days))
            for booking in coming.order_by("session__starts_at")
        ],
        "done": done,
        "hours": year.aggregate(hours=Sum("session__course__cpd_hours"))["hours"] or 0,
        "member": person.current_membership if person else None,
    }
    return render(request, "training/my_training.html", context)


@require_http_methods(["GET", "POST"])
@limited("give_back", "60/h")
def booking_cancel(request, pk):
    booking = get_object_or_404(Booking.objects.of(request.user).live().select_related("session__course"), pk=pk)
    terms = _terms(booking)
    form = GiveBackForm(request.POST or None, initial={"agreed": terms})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["agreed"] != terms:
            form = GiveBackForm(initial={"agreed": terms, "reason": form.cleaned_data["reason"]})
            return _give_back_page(request, booking, form, has_changed=True, status=422)
        leave = bookings.leave_waiting_list if booking.is_waiting else bookings.cancel
        try:
            leave(booking, by=request.user, reason=form.cleaned_data["reason"])
        except TrainingError as error:
            form.add_error(None, str(error))
            return _give_back_page(request, booking, form, status=422)
        messages.success(
            request, "You have left the waiting list." if booking.is_waiting else "Your place is given back."
        )
        return redirect("training:my_training")
    return _give_back_page(request, booking, form, status=422 if form.errors else 200)


@require_safe
def booking_calendar(request, pk):
    booking = get_object_or_404(
        Booking.objects.of(request.user).confirmed().select_related("session__course", "person"), pk=pk
    )
    content = calendar_file.build(booking, method=calendar_file.PUBLISH)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{booking.session.course.slug}.ics"'
    return response


def _terms(booking: Booking) -> str:
    """What the person agrees to: giving up a wait, a place free of charge, or a place late."""
    if booking.is_waiting:
        return "waiting"
    return "late" if rules.is_late(booking) else "free"


def _give_back_page(request, booking: Booking, form: GiveBackForm, *, has_changed: bool = False, status: int = 200):
    context = {
        "booking": booking,
        "session": booking.session,
        "course": booking.session.course,
        "form": form,
        "is_late": not booking.is_waiting and rules.is_late(booking),
        "free_until": rules.free_until(booking.session),
        "has_changed": has_changed,
    }
    return render(request, "training/booking_cancel.html", context, status=status)
