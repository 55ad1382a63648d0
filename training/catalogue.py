"""The catalogue: dates to come and courses without one, narrowed by what a visitor ticks. Everything stands in the address."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.http import QueryDict

from governance.models import Priority
from training.models import Course, Delivery, Session
from training.models.session import SessionQuerySet


@dataclass(frozen=True)
class Facet:
    """One group of tick boxes: how it narrows sessions and courses, and where its counts come from."""

    name: str
    legend: str
    sessions: Callable[[list[str]], Q]
    courses: Callable[[list[str]], Q]
    counted_by: str  # the field of a session
    labels: Callable[[], dict[str, str]]


def _month_of(values: list[str]) -> Q:
    condition = Q(pk__in=[])
    for value in values:
        first = datetime.strptime(value, "%Y-%m")
        condition |= Q(starts_at__year=first.year, starts_at__month=first.month)
    return condition


def _under(values: list[str], prefix: str = "") -> Q:
    courses = Course.priorities.through.objects.filter(priority__slug__in=values).values("course_id")
    return Q(**{f"{prefix}pk__in": courses})


def _priorities() -> dict[str, str]:
    return dict(Priority.objects.values_list("slug", "name"))


NONE = Q(pk__in=[])
FACETS = (
    Facet("how", "How", lambda v: Q(mode__in=v), lambda v: Q(delivery__in=v), "mode", lambda: dict(Delivery.choices)),
    Facet(
        "level", "Level", lambda v: Q(course__level__in=v), lambda v: Q(level__in=v), "course__level",
        lambda: dict(Course.Level.choices),
    ),
    Facet(
        "strand", "Strand", lambda v: Q(course__strand__in=v), lambda v: Q(strand__in=v), "course__strand",
        lambda: dict(Course.Strand.choices),
    ),
    Facet(
        "priority", "Priority", lambda v: _under(v, "course__"), _under, "course__priorities__slug", _priorities,
    ),
    Facet("month", "Month", _month_of, lambda v: NONE, "month", dict),
    Facet(
        "places", "Places", lambda v: Q(taken__lt=F("capacity"), waiting=0), lambda v: NONE, "",
        lambda: {"left": "Only dates with places left"},
    ),
)  # fmt: skip


class Catalogue:
    """What one visitor's choices leave of the catalogue. Choices that do not exist are passed over."""

    def __init__(self, query: QueryDict):
        self.query = query
        self.words = query.get("q", "").replace("\0", "").strip()[:100]
        self.base = Session.objects.published().coming()
        self.labels = {facet.name: self._labels(facet) for facet in FACETS}
        self.chosen = {
            facet.name: [
                value for value in dict.fromkeys(query.getlist(facet.name)) if value in self.labels[facet.name]
            ]
            for facet in FACETS
        }

    def sessions(self, leaving_out: str = "") -> SessionQuerySet:
        """Dates to come that fit, soonest first; `leaving_out` drops one facet, to count its choices."""
        found = self.base.filter(self._words("course__"))
        if self.chosen["places"] and leaving_out != "places":
            found = found.counted()
        for facet in FACETS:
            if self.chosen[facet.name] and facet.name != leaving_out:
                found = found.filter(facet.sessions(self.chosen[facet.name]))
        return found.order_by("starts_at", "pk")

    def e_learning(self, leaving_out: str = "") -> QuerySet[Course]:
        """E-learning that fits: it has no date."""
        return self._courses(leaving_out).filter(delivery=Delivery.E_LEARNING)

    def undated(self) -> QuerySet[Course]:
        """Other courses that fit and have no date to come."""
        dated = Session.objects.coming().values("course_id")
        return self._courses().exclude(delivery=Delivery.E_LEARNING).exclude(pk__in=dated)

    def groups(self) -> list[dict]:
        """The tick boxes with their counts; a choice that would find nothing is left out, unless it is ticked."""
        return [group for facet in FACETS if (group := self._group(facet))["options"]]

    def applied(self) -> list[dict]:
        """What is in use, each with the address of the page without it."""
        words = [{"label": f"“{self.words}”", "url": self._without("q")}] if self.words else []
        return words + [
            {"label": self.labels[name][value], "url": self._without(name, value)}
            for name, values in self.chosen.items()
            for value in values
        ]

    def _courses(self, leaving_out: str = "") -> QuerySet[Course]:
        found = Course.objects.published().filter(self._words())
        for facet in FACETS:
            if self.chosen[facet.name] and facet.name != leaving_out:
                found = found.filter(facet.courses(self.chosen[facet.name]))
        return found

    def _words(self, prefix: str = "") -> Q:
        condition = Q()
        for word in self.words.split():
            any_field = Q()
            for name in ("title", "code", "summary", "audience"):
                any_field |= Q(**{f"{prefix}{name}__icontains": word})
            condition &= any_field | Q(venue_town__icontains=word) if prefix else any_field
        return condition

    def _labels(self, facet: Facet) -> dict[str, str]:
        if facet.name != "month":
            return facet.labels()
        months = self.base.annotate(month=TruncMonth("starts_at")).values_list("month", flat=True).distinct()
        return {f"{month:%Y-%m}": f"{month:%B %Y}" for month in months.order_by("month")}

    def _group(self, facet: Facet) -> dict:
        counts = self._counts(facet)
        chosen = self.chosen[facet.name]
        options = [
            {"value": value, "label": label, "count": counts.get(value, 0), "checked": value in chosen}
            for value, label in self.labels[facet.name].items()
            if counts.get(value) or value in chosen
        ]
        return {"name": facet.name, "legend": facet.legend, "options": options}

    def _counts(self, facet: Facet) -> dict[str, int]:
        found = self.sessions(leaving_out=facet.name)
        if facet.name == "places":
            return {"left": found.with_places_left().count()}
        if facet.name == "month":
            found = found.annotate(month=TruncMonth("starts_at"))
        rows = found.order_by().values_list(facet.counted_by).annotate(Count("pk", distinct=True))
        counts = {f"{key:%Y-%m}" if facet.name == "month" else key: number for key, number in rows}
        if facet.name == "how":
            counts[Delivery.E_LEARNING] = self.e_learning(leaving_out="how").count()
        return counts

    def _without(self, name: str, value: str = "") -> str:
        query = self.query.copy()
        query.pop("page", None)
        query.setlist(name, [kept for kept in self.query.getlist(name) if value and kept != value])
        return f"?{query.urlencode()}"
