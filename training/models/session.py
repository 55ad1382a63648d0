from datetime import date, datetime

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from governance.models import Person
from portal.addresses import WebAddressField
from portal.wording import clock, counted, day_month_year
from training.models.course import Course, Delivery

FEW = 2  # so few places left are marked, so that people hurry


class SessionQuerySet(models.QuerySet):
    def published(self):
        """Sessions that the public may see, past and cancelled ones too."""
        return self.exclude(state=Session.State.DRAFT).filter(course__is_published=True)

    def visible_to(self, user):
        """Everybody sees published sessions, a trainer also own ones in preparation, the business unit all."""
        if user.has_perm("training.view_session"):
            return self
        seen = Q(course__is_published=True) & ~Q(state=Session.State.DRAFT)
        if user.is_authenticated:
            seen |= Q(pk__in=Session.trainers.through.objects.filter(person__user=user).values("session_id"))
        return self.filter(seen)

    def kept_by(self, user):
        """Sessions whose register this user keeps: trainers their own, the business unit all."""
        if user.has_perm("training.change_session"):
            return self
        return self.filter(pk__in=Session.trainers.through.objects.filter(person__user=user).values("session_id"))

    def coming(self):
        return self.filter(state=Session.State.OPEN, starts_at__gt=timezone.now())

    def counted(self):
        """With `taken` and `waiting`: how many hold a place and how many wait for one."""
        booking = Session.bookings.rel.related_model  # the model stands downstream of this module

        def number(statuses):
            rows = booking.objects.filter(session=OuterRef("pk"), status__in=statuses).order_by().values("session")
            return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)

        return self.annotate(taken=number(booking.SEATED), waiting=number([booking.Status.WAITING]))

    def with_places_left(self):
        return self.counted().filter(taken__lt=F("capacity"), waiting=0)


class Session(models.Model):
    """One date of a course: its days, its place, its trainers, its seats."""

    class State(models.TextChoices):
        DRAFT = "draft", "In preparation"
        OPEN = "open", "Open"
        CANCELLED = "cancelled", "Cancelled"
        DONE = "done", "Done"

    MODES = [
        (Delivery.IN_PERSON.value, Delivery.IN_PERSON.label),
        (Delivery.VIRTUAL.value, Delivery.VIRTUAL.label),
        (Delivery.CONFERENCE.value, Delivery.CONFERENCE.label),
    ]

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sessions")
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.DRAFT, help_text="In preparation: only staff see it."
    )
    mode = models.CharField("how", max_length=12, choices=MODES, default=Delivery.IN_PERSON)
    # Set from the days: lists of thousands of sessions are filtered and ordered by these two.
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)
    capacity = models.PositiveSmallIntegerField("places")
    booking_opens_at = models.DateTimeField(
        "booking opens", null=True, blank=True, help_text="Empty: as soon as the session is open."
    )
    booking_closes_at = models.DateTimeField(
        "booking closes", null=True, blank=True, help_text="Empty: when the session starts."
    )
    venue_name = models.CharField("place", max_length=120, blank=True, help_text="As in: Community hub")
    venue_town = models.CharField("town", max_length=60, blank=True)
    venue_address = models.TextField("address", blank=True)
    venue_access = models.CharField(
        "access", max_length=200, blank=True, help_text="As in: Step-free, hearing loop, blue badge bays"
    )
    venue_map_url = WebAddressField("map", blank=True)
    meeting_link = WebAddressField(
        max_length=500, blank=True, help_text="Shown only to people who have a confirmed place."
    )
    doors = models.CharField(max_length=120, blank=True, help_text="As in: 9:15am. After 9:45am we cannot let you in.")
    bring = models.CharField("what to bring", max_length=200, blank=True)
    trainers = models.ManyToManyField(Person, blank=True, related_name="sessions_trained")
    # Rises when date, place or link change, so that calendars take the new file over the old one.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    cancelled_because = models.CharField(max_length=300, blank=True, editable=False)
    history = HistoricalRecords()

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        permissions = [("keep_register", "Can keep the register of own sessions")]
        indexes = [models.Index(fields=["state", "starts_at"], name="session_state_start")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message="A session must end after it starts.",
            ),
            models.CheckConstraint(
                condition=Q(booking_opens_at__isnull=True)
                | Q(booking_closes_at__isnull=True)
                | Q(booking_closes_at__gt=F("booking_opens_at")),
                name="booking_closes_after_it_opens",
                violation_error_message="Booking must close after it opens.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}, {self.first_day:%d %B %Y}".replace(", 0", ", ")

    def get_absolute_url(self) -> str:
        return reverse("training:session", args=[self.pk])

    @property
    def first_day(self) -> date:
        return timezone.localtime(self.starts_at).date()

    @property
    def last_day(self) -> date:
        return timezone.localtime(self.ends_at).date()

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    # A queryset's `counted()` sets these two; a lone session counts for itself.
    @cached_property
    def taken(self) -> int:
        return self.bookings.seated().count()

    @cached_property
    def waiting(self) -> int:
        return self.bookings.waiting().count()

    @property
    def places_left(self) -> int:
        """Places that can be booked at once: none while people wait for one."""
        return 0 if self.waiting else max(self.capacity - self.taken, 0)

    @property
    def availability(self) -> tuple[str, str]:
        """The kind and the words of the tag that says whether there are places."""
        now = timezone.now()
        if self.state == self.State.CANCELLED:
            return "stop", "Cancelled"
        if self.has_begun:
            return "calm", "Over" if self.is_over else "Under way"
        if self.booking_opens_at and self.booking_opens_at > now:
            return "calm", f"Booking opens {day_month_year(self.booking_opens_at)}"
        if self.booking_closes_at and self.booking_closes_at <= now:
            return "calm", "Booking closed"
        if not self.places_left:
            return "calm", f"Full: {self.waiting} waiting" if self.waiting else "Full"
        return "ok" if self.places_left > FEW else "warn", counted(self.places_left, "place,places") + " left"

    @property
    def times(self) -> str:
        """9:30am to 4pm, or how many days it takes. Reads the days: prefetch them in lists."""
        days = list(self.days.all())
        if len(days) > 1:
            return f"{len(days)} days, until {day_month_year(self.ends_at)}"
        return f"{clock(self.starts_at)} to {clock(self.ends_at)}"

    @property
    def kicker(self) -> str:
        return f"{self.course.get_level_display()}, {Delivery.in_sentence(self.mode)}"

    @property
    def place(self) -> str:
        """Where, in a few words: the mode, and the town or the name of the place."""
        return ", ".join(filter(None, [self.get_mode_display(), self.venue_town or self.venue_name]))


class SessionDay(models.Model):
    """One day of a session, with its own times."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="days")
    date = models.DateField()
    start = models.TimeField("from")
    end = models.TimeField("until")

    class Meta:
        ordering = ["date", "start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="session_day_ends_after_it_starts",
                violation_error_message="A day must end after it starts.",
            ),
            models.UniqueConstraint(
                fields=["session", "date"],
                name="one_row_per_session_and_day",
                violation_error_message="This day is entered twice.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d %B %Y}"

    @property
    def starts_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.date, self.start))

    @property
    def ends_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.date, self.end))
