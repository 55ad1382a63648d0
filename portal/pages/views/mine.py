"""A signed-in person's own page."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bulletins.models import Subscription
from bulletins.services import subscriptions
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
