from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from portal.acts import Act, ActsMixin
from portal.wording import date_and_time
from training.errors import TrainingError
from training.forms import ReasonForm
from training.models import Booking, BookingEvent
from training.services import booking as bookings


def _given_back(booking: Booking, by, reason: str) -> str:
    leave = bookings.leave_waiting_list if booking.is_waiting else bookings.cancel
    return f"{leave(booking, by=by, reason=reason).get_status_display()}. The person is written to."


class BookingEventInline(admin.TabularInline):
    model = BookingEvent
    readonly_fields = ["at", "kind", "by", "reason"]
    fields = tuple(readonly_fields)
    extra = 0
    can_delete = False
    verbose_name_plural = "what happened"

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Booking)
class BookingAdmin(ActsMixin):
    """Adding one books the person, as `services.booking.add` decides; giving it back asks first."""

    list_display = ["person", "session", "agency", "status", "position", "created_at"]
    list_filter = ["status", "session__mode", ("agency", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["person", "session__course", "agency"]
    search_fields = ["person__name", "person__email", "session__course__title"]
    autocomplete_fields = ["session", "person"]
    inlines = [BookingEventInline]
    acts = (
        Act(
            name="give-back",
            label="Give the place back",
            sentence="The person is told by email, and the first on the waiting list moves up.",
            run=lambda booking, by, answers: _given_back(booking, by, answers["reason"]),
            error=TrainingError,
            form=ReasonForm,
            possible=lambda booking: booking.is_live and not booking.session.has_begun,
            is_destructive=True,
        ),
    )

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["session", "person", "needs"]
        return ["person", "session_link", "agency", "job_title", "status", "position", "booked_at", "needs"]

    def get_readonly_fields(self, request, obj=None):
        return [] if obj is None else self.get_fields(request, obj)

    def get_inlines(self, request, obj):
        return [] if obj is None else self.inlines

    @admin.display(description="session")
    def session_link(self, booking: Booking):
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:training_session_change", args=[booking.session_id]), booking.session
        )

    @admin.display(description="booked")
    def booked_at(self, booking: Booking) -> str:
        return date_and_time(booking.created_at)

    def has_delete_permission(self, request, obj=None):
        return False  # a booking ends by being cancelled: people are told, and the figures stay true

    def add_view(self, request, form_url="", extra_context=None):
        try:
            return super().add_view(request, form_url, extra_context)
        except TrainingError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request, obj, form, change):
        if not change:
            booking = bookings.add(obj.session, person=obj.person, needs=obj.needs, by=request.user)
            obj.__dict__.update(booking.__dict__)
