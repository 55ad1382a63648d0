"""Training's numbers of the yearly report, counted from the register."""

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Q, Sum
from django.utils import timezone

from portal.registry import Figure
from training.models import Booking, Delivery, Session

COMPLETED = {
    Delivery.IN_PERSON: ("training-in-person", "People who completed training in person"),
    Delivery.VIRTUAL: ("training-virtual", "People who completed virtual training"),
    Delivery.CONFERENCE: ("training-conference", "People at conferences"),
    Delivery.E_LEARNING: ("training-elearning", "E-learning courses completed"),
}


def for_period(start: date, end: date) -> list[Figure]:
    """Completions by delivery, sessions, places, take-up and no-shows of sessions that ended from `start` to `end`.

    What has no row in the portal is left out: then a recorded figure speaks, if there is one.
    """
    sessions = _held(start, end)
    figures = [_figure(key, label, number, ATTENDED) for key, label, number in _completed(sessions)]
    count, places = sessions.aggregate(n=Count("pk"), places=Sum("capacity")).values()
    if not count:
        return figures
    by_status = dict(
        Booking.objects.filter(session__in=sessions).values_list("status").annotate(Count("pk")).order_by()
    )
    absent = by_status.get(Booking.Status.DID_NOT_ATTEND, 0)
    taken = sum(by_status.get(status, 0) for status in Booking.SEATED)
    return [
        *figures,
        _figure("training-sessions", "Training sessions held", count, "Sessions that were not cancelled, by last day."),
        _figure("training-places", "Places offered", places, "The capacity of those sessions."),
        _figure(
            "training-take-up", "Places taken up", _percent(taken, places), "Booked places out of all places.", "%"
        ),
        _figure("training-no-shows", "People who did not come", absent, "Marked in the register as did not attend."),
    ]


ATTENDED = "Bookings marked in the register as attended, of sessions whose last day lies in the period."


def _held(start: date, end: date):
    first = timezone.make_aware(datetime.combine(start, time.min))
    after = timezone.make_aware(datetime.combine(end, time.max))
    states = [Session.State.OPEN, Session.State.DONE]
    return Session.objects.filter(state__in=states, ends_at__range=(first, after), ends_at__lte=timezone.now())


def _completed(sessions) -> list[tuple[str, str, int]]:
    attended = Booking.objects.attended().filter(session__in=sessions)
    online = Q(session__course__delivery=Delivery.E_LEARNING)
    modes = [Delivery.IN_PERSON, Delivery.VIRTUAL, Delivery.CONFERENCE]
    counts = {mode.value: Count("pk", filter=Q(session__mode=mode) & ~online) for mode in modes}
    numbers = attended.aggregate(**counts, **{Delivery.E_LEARNING.value: Count("pk", filter=online)})
    return [(key, label, numbers[mode.value]) for mode, (key, label) in COMPLETED.items() if numbers[mode.value]]


def _figure(key: str, label: str, value: int | Decimal, definition: str, unit: str = "") -> Figure:
    return Figure(key=key, label=label, value=value, source="computed", definition=definition, unit=unit)


def _percent(part: int, whole: int) -> Decimal:
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) if whole else Decimal(0)
