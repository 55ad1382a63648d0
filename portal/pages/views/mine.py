"""A signed-in person's own page, and where they say they work."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bulletins.models import Subscription
from bulletins.services import subscriptions
from governance.forms import WorkplaceForm
from governance.models import Membership
from governance.services import GovernanceError
from portal.accounts import roles
from training.models import Booking


@require_safe
def my_page(request):
    user = request.user
    bookings = Booking.objects.of(user).live().filter(session__ends_at__gt=timezone.now())
    bookings = bookings.select_related("session__course").prefetch_related("session__days")
    person = getattr(user, "person", None)
    subscription = Subscription.objects.active().of(user.email).first()
    context = {
        "membership": person.current_membership if person else None,
        "bookings": bookings.order_by("session__starts_at"),
        "subscription": subscription,
        "reader": subscriptions.reader_token(subscription) if subscription else "",
        "roles": [roles.TABLE[role].title for role in roles.roles_of(user)],
    }
    return render(request, "pages/my_page.html", context)


@require_http_methods(["GET", "POST"])
def workplace(request):
    """Say where one works now: after a refusal, a change of job, or for the first time."""
    person = getattr(request.user, "person", None)
    membership = person.current_membership if person else None
    form = WorkplaceForm(request.POST or None, membership=membership)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _said(form.change(request.user)))
        except GovernanceError as error:
            form.add_error(None, str(error))
        else:
            return redirect("pages:my_page")
    context = {"form": form, "membership": membership}
    return render(request, "pages/workplace.html", context, status=422 if form.errors else 200)


def _said(membership: Membership) -> str:
    if membership.status == Membership.Status.CONFIRMED:
        return "Your workplace is noted and confirmed."
    return "Your workplace is noted. We write to you when somebody has looked at it."
