from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.forms.models import BaseInlineFormSet
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from simple_history.admin import SimpleHistoryAdmin

from portal.wording import counted, date_and_time
from training import search
from training.errors import TrainingError
from training.forms import CancelSessionForm, SessionForm
from training.models import Booking, BookingEvent, Course, Session, SessionDay
from training.services import booking as bookings
from training.services import sessions


@admin.register(Course)
class CourseAdmin(SimpleHistoryAdmin):
    list_display = ["title", "code", "strand", "level", "delivery", "is_published"]
    list_filter = ["is_published", "strand", "level", "delivery", "priorities"]
    search_fields = ["title", "code", "summary"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["prerequisites"]
    filter_horizontal = ["priorities"]
    fieldsets = [
        (None, {"fields": ["title", "code", "slug", "summary", "is_published"]}),
        (
            "What it is",
            {"fields": ["strand", "level", "delivery", "description", "outcomes", "audience", "priorities"]},
        ),
        ("How long it takes and lasts", {"fields": ["length", "cpd_hours", "refresh_months", "prerequisites"]}),
        ("Rules", {"fields": ["free_cancellation_days", "late_charge"]}),
        ("E-learning", {"fields": ["e_learning_url"]}),
    ]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        search.refresh_course(form.instance)  # once more: its priorities are saved after the course itself


class SessionDayFormSet(BaseInlineFormSet):
    """Sets when the session starts and ends from its days, before either is saved."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        days = [form.instance for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        if not days:
            raise ValidationError("A session needs at least one day.")
        days.sort(key=lambda day: (day.date, day.start))
        self.instance.starts_at, self.instance.ends_at = days[0].starts_at, days[-1].ends_at


class SessionDayInline(admin.TabularInline):
    model = SessionDay
    formset = SessionDayFormSet
    extra = 0
    min_num = 1
    verbose_name_plural = "days (when you change them, everybody booked is sent a new calendar file)"


class BookingInline(admin.TabularInline):
    """Who is booked, to read; each line leads to the booking."""

    model = Booking
    fields = readonly_fields = ["person", "agency", "job_title", "status", "position", "created_at"]
    extra = 0
    can_delete = False
    show_change_link = True
    verbose_name_plural = "bookings"

    def has_add_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "agency", "session__course")


class WhenFilter(admin.SimpleListFilter):
    title = "when"
    parameter_name = "when"

    def lookups(self, request, model_admin):
        return [
            ("coming", "To come"),
            ("waiting", "Full, with people waiting"),
            ("unmarked", "Over, register not complete"),
            ("past", "Past"),
        ]

    def queryset(self, request, queryset):
        now = timezone.now()
        if self.value() == "coming":
            return queryset.filter(ends_at__gte=now)
        if self.value() == "waiting":
            return queryset.filter(starts_at__gt=now, taken__gte=F("capacity"), waiting__gt=0)
        if self.value() == "unmarked":
            return queryset.filter(ends_at__lt=now, state=Session.State.OPEN)
        return queryset.filter(ends_at__lt=now) if self.value() == "past" else queryset


@admin.register(Session)
class SessionAdmin(SimpleHistoryAdmin):
    form = SessionForm
    list_display = ["course", "starts_at", "state", "mode", "venue_town", "places", "queue"]
    list_filter = [WhenFilter, "state", "mode", "course__strand"]
    list_select_related = ["course"]
    search_fields = ["course__title", "course__code", "venue_name", "venue_town"]
    date_hierarchy = "starts_at"
    ordering = ["-starts_at"]
    autocomplete_fields = ["course"]
    raw_id_fields = ["trainers"]
    inlines = [SessionDayInline, BookingInline]
    actions = ["cancel_sessions"]
    fieldsets = [
        (None, {"fields": ["course", "state", "mode", "capacity", "trainers"]}),
        ("Booking", {"fields": ["booking_opens_at", "booking_closes_at"]}),
        (
            "Place",
            {
                "fields": [
                    "venue_name",
                    "venue_town",
                    "venue_address",
                    "venue_access",
                    "venue_map_url",
                    "meeting_link",
                ],
                "description": "When a place or a link changes, everybody booked is sent a new calendar file.",
            },
        ),
        ("On the day", {"fields": ["doors", "bring"]}),
    ]

    @admin.display(description="taken")
    def places(self, session: Session) -> str:
        return f"{session.taken} of {session.capacity}"

    @admin.display(description="waiting")
    def queue(self, session: Session) -> int:
        return session.waiting

    def get_queryset(self, request):
        return super().get_queryset(request).counted()

    def get_readonly_fields(self, request, obj=None):
        return ["state"] if obj and obj.state in (Session.State.CANCELLED, Session.State.DONE) else []

    def has_delete_permission(self, request, obj=None):
        if obj is not None and obj.bookings.exists():
            return False  # people were told of it: cancel it instead
        return super().has_delete_permission(request, obj)

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # would pass by has_delete_permission of each row
        return actions

    def get_urls(self):
        cancel = path("cancel/", self.admin_site.admin_view(self.cancel_view), name="training_session_cancel")
        return [cancel, *super().get_urls()]

    def save_model(self, request, obj, form, change):
        request.plan_before = sessions.plan_of(obj) if change else None
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        session = form.instance
        if request.plan_before:
            if told := sessions.tell_of_change(session, was=request.plan_before, by=request.user):
                self.message_user(request, f"{counted(told, 'person was,people were')} told of the change.")
            bookings.promote(session, by=request.user)
        if session.has_begun and session.state == Session.State.OPEN:
            self.message_user(request, "This session starts in the past: nobody can book it.", messages.WARNING)

    @admin.action(description="Cancel the chosen sessions", permissions=["change"])
    def cancel_sessions(self, request, queryset):
        chosen = ",".join(str(pk) for pk in queryset.values_list("pk", flat=True))
        return HttpResponseRedirect(f"{reverse('admin:training_session_cancel')}?ids={chosen}")

    def cancel_view(self, request):
        """The page that asks first: which sessions, how many people, and why."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        ids = [int(part) for part in request.GET.get("ids", "").split(",") if part.isdecimal()]
        chosen = Session.objects.filter(pk__in=ids, state__in=[Session.State.OPEN, Session.State.DRAFT])
        chosen = list(chosen.select_related("course").counted())
        form = CancelSessionForm(request.POST or None)
        if request.method == "POST" and chosen and form.is_valid():
            self._cancel(request, chosen, form.cleaned_data["reason"])
            return HttpResponseRedirect(reverse("admin:training_session_changelist"))
        context = {**self.admin_site.each_context(request), "title": "Cancel sessions", "opts": self.opts}
        context |= {"sessions": chosen, "form": form, "people": sum(s.taken + s.waiting for s in chosen)}
        return TemplateResponse(
            request, "admin/training/session/cancel.html", context, status=422 if form.errors else 200
        )

    def _cancel(self, request, chosen: list[Session], reason: str) -> None:
        done = 0
        for session in chosen:
            try:
                sessions.cancel(session, by=request.user, reason=reason)
                done += 1
            except TrainingError as error:
                self.message_user(request, f"{session}: {error}", messages.ERROR)
        if done:
            self.message_user(
                request, f"{counted(done, 'session,sessions')} cancelled. Everybody booked is written to."
            )


class BookingEventInline(admin.TabularInline):
    model = BookingEvent
    fields = readonly_fields = ["at", "kind", "by", "reason"]
    extra = 0
    can_delete = False
    verbose_name_plural = "what happened"

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Booking)
class BookingAdmin(admin.ModelAdmin):
    """Adding one books the person, as `services.booking.add` decides; states change by the actions."""

    list_display = ["person", "session", "agency", "status", "position", "created_at"]
    list_filter = ["status", "session__mode", ("agency", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["person", "session__course", "agency"]
    search_fields = ["person__name", "person__email", "session__course__title"]
    autocomplete_fields = ["session"]
    raw_id_fields = ["person"]
    inlines = [BookingEventInline]
    actions = ["give_back"]

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

    @admin.action(description="Give the places back (people are told)", permissions=["change"])
    def give_back(self, request, queryset):
        for booking in queryset.live().select_related("session"):
            leave = bookings.leave_waiting_list if booking.is_waiting else bookings.cancel
            try:
                leave(booking, by=request.user, reason="By the business unit")
            except TrainingError as error:
                self.message_user(request, f"{booking}: {error}", messages.ERROR)
