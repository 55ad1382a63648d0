from datetime import date

from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from simple_history.models import HistoricalRecords

from governance.models.agencies import Agency
from governance.models.people import Person
from governance.models.periods import Period, PeriodQuerySet


class GroupQuerySet(PeriodQuerySet):
    def public(self):
        return self.current().filter(is_public=True)

    def with_chairs(self):
        """With what `Group.chairs` reads: the seats of chair and deputy, and all terms."""
        seats = Seat.objects.current().exclude(chairing="").select_related("agency")
        terms = ChairTerm.objects.select_related("person", "agency")
        return self.prefetch_related(
            Prefetch("seats", queryset=seats, to_attr="chairing_seats"), Prefetch("chair_terms", queryset=terms)
        )


class Group(Period):
    """A body of the partnership: accountable officers, executive, sub-group, network, task and finish group."""

    class Kind(models.TextChoices):
        ACCOUNTABLE_OFFICERS = "accountable_officers", "Lead safeguarding partners"
        EXECUTIVE = "executive", "Executive"
        SUB_GROUP = "sub_group", "Sub-group"
        JOINT = "joint", "Joint sub-group with a neighbour"
        NETWORK = "network", "Network of practitioners"
        TASK_AND_FINISH = "task_and_finish", "Task and finish group"

    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40, blank=True)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    reports_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reporting")
    joint_with = models.CharField(max_length=120, blank=True)
    meetings_per_year = models.PositiveSmallIntegerField(null=True, blank=True)
    about = models.TextField(blank=True)
    is_public = models.BooleanField("on the public page", default=True)
    position = models.PositiveSmallIntegerField(default=1)
    history = HistoricalRecords()
    chairing_seats: list["Seat"]  # read by `with_chairs`

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        constraints = [Period.ends_after_start("group_period")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("governance:group", args=[self.slug])

    @property
    def frequency(self) -> str:
        """How often it meets, in words."""
        words = {1: "Once a year", 2: "Twice a year"}
        if not self.meetings_per_year:
            return "As needed"
        return words.get(self.meetings_per_year, f"{self.meetings_per_year} times a year")

    @property
    def chairs(self) -> list[tuple[str, str]]:
        """("Chair", who) and ("Deputy chair", who), of groups read `with_chairs`.

        A post that nobody holds names who held it last, and until when; one that nobody ever held is open.
        """
        today, found = timezone.localdate(), []
        for label, chairing in (("Chair", Seat.Chairing.CHAIR), ("Deputy chair", Seat.Chairing.DEPUTY)):
            terms = [term for term in self.chair_terms.all() if term.is_deputy == (chairing == Seat.Chairing.DEPUTY)]
            posts = [term.words for term in terms if term.holds_on(today)]
            posts += [seat.words for seat in self.chairing_seats if seat.chairing == chairing]
            if posts or terms:
                known = filter(None, [*posts, last_known(terms, today)])
                found.append((label, next(known, "To be confirmed")))
        return found


def last_known(terms: list["ChairTerm"], day: date) -> str:
    """Whose term ended last before this day, and in which month, or ""."""
    ended = [(term.end, term.words) for term in terms if term.words and term.end and term.end < day]
    if not ended:
        return ""
    end, words = max(ended)
    return f"{words}, until {date_format(end, 'F Y')}"


class GroupFunction(models.Model):
    """One core function of a group, in a sentence."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="functions")
    sentence = models.TextField()
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "core function"

    def __str__(self) -> str:
        return self.sentence


class Seat(Period):
    """A place in a group for a role at an agency; role and agency are each optional ("DCI", "Lay representation")."""

    class Chairing(models.TextChoices):
        NONE = "", "Member"
        CHAIR = "chair", "Chair"
        DEPUTY = "deputy", "Deputy chair"

    class MemberType(models.TextChoices):
        CORE = "core", "Core member"
        ADVISER = "adviser", "Adviser"
        THEME = "theme", "Lead for a theme"
        IN_ATTENDANCE = "in_attendance", "In attendance"

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="seats")
    role = models.CharField(max_length=150, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="seats")
    description = models.CharField(max_length=200, blank=True)
    count = models.PositiveSmallIntegerField("how many such seats", default=1)
    member_type = models.CharField(max_length=16, choices=MemberType.choices, default=MemberType.CORE)
    chairing = models.CharField(max_length=8, choices=Chairing.choices, blank=True, default=Chairing.NONE)
    position = models.PositiveSmallIntegerField(default=1)
    history = HistoricalRecords()

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            Period.ends_after_start("seat_period"),
            models.CheckConstraint(
                condition=~Q(role="") | Q(agency__isnull=False) | ~Q(description=""),
                name="seat_says_what_it_is",
                violation_error_message="Give the seat a role, an agency or a description.",
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="seat_count_at_least_one"),
        ]

    def __str__(self) -> str:
        return self.printed

    @property
    def printed(self) -> str:
        """The seat as a document prints it, without its agency."""
        return self.role or self.description or (self.agency.name if self.agency else "")

    @property
    def words(self) -> str:
        """Who chairs by this seat: post and agency, or "" while nobody is found for it."""
        post = "" if self.role.lower() in ("chair", "vice chair", "deputy chair") else self.role
        agency = self.agency.name if self.agency else ""
        return ", ".join(filter(None, [post, agency or (self.description if post else "")]))


class SeatHolding(Period):
    """Who holds a seat, and since when."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="holdings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seat_holdings")
    is_deputy = models.BooleanField("deputises for the holder", default=False)
    history = HistoricalRecords()

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "pk"]
        constraints = [Period.ends_after_start("seat_holding_period")]

    def __str__(self) -> str:
        return f"{self.person}: {self.seat}"


class ChairTerm(Period):
    """Who chairs a group for a term; the chair rotates between the partners, usually every year."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="chair_terms")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="chair_terms")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="chair_terms")
    role = models.CharField(max_length=120, blank=True)
    is_deputy = models.BooleanField("deputy chair", default=False)
    history = HistoricalRecords()

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "pk"]
        constraints = [Period.ends_after_start("chair_term_period")]

    def __str__(self) -> str:
        return f"{self.person or self.role or self.agency}: {self.group}"

    @property
    def words(self) -> str:
        """Name, post and agency, as far as they are known."""
        known = [self.person.name if self.person else "", self.role, self.agency.name if self.agency else ""]
        return ", ".join(filter(None, known))
