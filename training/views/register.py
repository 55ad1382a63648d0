from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from portal.wording import counted
from training.errors import TrainingError
from training.forms import RegisterForm
from training.models import Session
from training.services import register


@require_safe
@permission_required("training.keep_register", raise_exception=True)
def my_sessions(request):
    """The sessions whose register one keeps: those to come, and those not finished."""
    sessions = Session.objects.kept_by(request.user).exclude(state=Session.State.CANCELLED).select_related("course")
    sessions = sessions.exclude(state=Session.State.DRAFT).prefetch_related("days").counted()
    context = {
        "coming": sessions.filter(ends_at__gt=timezone.now())[:50],
        "unfinished": sessions.filter(ends_at__lte=timezone.now(), state=Session.State.OPEN)[:50],
    }
    return render(request, "training/my_sessions.html", context)


@require_http_methods(["GET", "POST"])
@permission_required("training.keep_register", raise_exception=True)
def session_register(request, pk):
    sessions = Session.objects.kept_by(request.user).exclude(state=Session.State.DRAFT).select_related("course")
    session = get_object_or_404(sessions.prefetch_related("days"), pk=pk)
    people = list(session.bookings.seated().select_related("person", "agency").order_by("person__name", "pk"))
    form = RegisterForm(request.POST or None, bookings=people)
    if request.method == "POST" and form.is_valid():
        try:
            changed = register.keep(session, marks=form.marks(), by=request.user)
        except TrainingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Saved: {counted(changed, 'mark,marks')} changed.")
            return redirect("training:session_register", pk=session.pk)
    context = {"session": session, "course": session.course, "form": form}
    return render(request, "training/session_register.html", context, status=422 if form.errors else 200)
