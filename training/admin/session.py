from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.forms.models import BaseInlineFormSet
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from portal.acts import Act, ActsMixin
from portal.admin_history import SimpleHistoryAdmin
from portal.wording import counted
from training.errors import TrainingError
from training.forms import CancelSessionForm, SessionForm
from training.models import Booking, Session, SessionDay
from training.services import booking as bookings
from training.services import sessions

CANCELLABLE = [Session.State.OPEN, Session.State.DRAFT]


def _cancelled(session: Session, by, reason: str) -> str:
    sessions.cancel(session, by=by, reason=reason)
    return "The session is cancelled. Everybody booked is written to."


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
    readonly_fields = ["person", "agency", "job_title", "status", "position", "created_at"]
    fields = tuple(readonly_fields)
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
class SessionAdmin(ActsMixin, SimpleHistoryAdmin):
    """Changing days or place tells everybody booked; more places move people up; cancelling has its own page."""

    form = SessionForm
    list_display = ["course", "starts_at", "places", "queue", "state", "mode"]
    list_filter = [WhenFilter, "state", "mode", "course__strand"]
    list_select_related = ["course"]
    search_fields = ["course__title", "course__code", "venue_name", "venue_town"]
    date_hierarchy = "starts_at"
    ordering = ["-starts_at"]
    autocomplete_fields = ["course", "trainers"]
    inlines = [SessionDayInline, BookingInline]
    actions = ["cancel_sessions"]
    acts = (
        Act(
            name="cancel",
            label="Cancel this session",
            sentence="Everybody who is booked or waiting is told by email, and nobody pays. This can't be undone.",
            run=lambda session, by, answers: _cancelled(session, by, answers["reason"]),
            error=TrainingError,
            form=CancelSessionForm,
            possible=lambda session: session.state in CANCELLABLE and not session.is_over,
            is_destructive=True,
        ),
    )
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
        ("On the day", {"fields": ["doors", "bring", "register"]}),
    ]

    @admin.display(description="taken")
    def places(self, session: Session) -> str:
        return f"{session.taken} of {session.capacity}"

    @admin.display(description="waiting")
    def queue(self, session: Session) -> int:
        return session.waiting

    @admin.display(description="register")
    def register(self, session: Session):
        if not session.pk or session.state == Session.State.DRAFT:
            return "Once the session is open"
        url = reverse("training:session_register", args=[session.pk])
        return format_html('<a href="{}">See who comes and keep the register</a>', url)

    def get_queryset(self, request):
        return super().get_queryset(request).counted()

    def get_readonly_fields(self, request, obj=None):
        is_final = obj is not None and obj.state in (Session.State.CANCELLED, Session.State.DONE)
        return ["register", "state"] if is_final else ["register"]

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
        ids = [int(part) for part in request.GET.get("ids", "").split(",") if part.isdecimal() and len(part) < 19]
        chosen = Session.objects.filter(pk__in=ids, state__in=CANCELLABLE)
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
