import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from governance.models import Agency, Person
from training.models.session import Session


class BookingQuerySet(models.QuerySet):
    def live(self):
        """Bookings that were not cancelled: one at most per person and session."""
        return self.exclude(status__in=Booking.CANCELLED)

    def seated(self):
        """Bookings that hold a place, or held one on the day."""
        return self.filter(status__in=Booking.SEATED)

    def confirmed(self):
        return self.filter(status=Booking.Status.CONFIRMED)

    def waiting(self):
        return self.filter(status=Booking.Status.WAITING).order_by("position")

    def attended(self):
        return self.filter(status=Booking.Status.ATTENDED)

    def of(self, user):
        """The user's own."""
        return self.filter(person__user=user) if user.is_authenticated else self.none()

    def visible_to(self, user):
        """People see their own bookings, the business unit all."""
        return self if user.has_perm("training.view_booking") else self.of(user)


class Booking(models.Model):
    """A person's place at a session, or their place in the queue for one.

    Changed only by `services.booking`, `services.sessions` and `services.register`; its events are its history.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        CONFIRMED = "confirmed", "Booked"
        CANCELLED = "cancelled", "Cancelled"
        CANCELLED_LATE = "cancelled_late", "Cancelled late"
        ATTENDED = "attended", "Attended"
        DID_NOT_ATTEND = "did_not_attend", "Did not attend"

    SEATED = (Status.CONFIRMED, Status.ATTENDED, Status.DID_NOT_ATTEND)
    CANCELLED = (Status.CANCELLED, Status.CANCELLED_LATE)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # names the events of the calendar file
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="bookings")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="bookings")
    # As it was on the day of booking: figures by agency must not change when people move.
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="bookings")
    job_title = models.CharField(max_length=100, blank=True)
    status = models.CharField(max_length=15, choices=Status.choices, editable=False)
    position = models.PositiveIntegerField("place in the queue", null=True, blank=True, editable=False)
    promoted_at = models.DateTimeField("moved up from the queue", null=True, blank=True, editable=False)
    needs = models.TextField(
        "what to arrange", blank=True, help_text="Access, diet, seating. Deleted after the session."
    )
    created_at = models.DateTimeField("booked", default=timezone.now, editable=False)

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["session", "position", "created_at", "pk"]
        permissions = [("book_place", "Can book places for oneself")]
        indexes = [
            models.Index(fields=["session", "status"], name="booking_session_status"),
            models.Index(fields=["person", "status"], name="booking_person_status"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "session"],
                condition=~Q(status__in=["cancelled", "cancelled_late"]),
                name="one_live_booking_per_person",
                violation_error_message="This person is booked on this session already.",
            ),
            models.UniqueConstraint(fields=["session", "position"], name="one_booking_per_place_in_queue"),
            models.CheckConstraint(
                condition=Q(status="waiting", position__isnull=False, position__gte=1)
                | (~Q(status="waiting") & Q(position__isnull=True)),
                name="only_waiting_bookings_have_a_position",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.session}"

    @property
    def is_live(self) -> bool:
        return self.status not in self.CANCELLED

    @property
    def is_confirmed(self) -> bool:
        return self.status == self.Status.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.WAITING


class BookingEvent(models.Model):
    """What happened to a booking, when, by whom and why. Never changed afterwards."""

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", "Place booked"
        JOINED_WAITING = "joined_waiting", "Joined the waiting list"
        PROMOTED = "promoted", "Moved up from the waiting list"
        CANCELLED = "cancelled", "Place given back"
        CANCELLED_LATE = "cancelled_late", "Place given back late"
        LEFT_WAITING = "left_waiting", "Left the waiting list"
        WAITING_CLOSED = "waiting_closed", "Session over, no place came free"
        SESSION_CHANGED = "session_changed", "Date or place of the session changed"
        SESSION_CANCELLED = "session_cancelled", "Session cancelled"
        ATTENDED = "attended", "Marked as attended"
        DID_NOT_ATTEND = "did_not_attend", "Marked as did not attend"
        UNMARKED = "unmarked", "Mark taken back"

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=18, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {timezone.localtime(self.at):%d %B %Y}"
