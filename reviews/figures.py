"""Figures of reviews, computed where the portal holds rows; years before it have recorded figures instead."""

from datetime import date

from portal.registry import Figure
from reviews.models import CaseReview

Kind = CaseReview.Kind


def for_period(start: date, end: date) -> list[Figure]:
    """Rapid reviews and published reviews from start to end, both days included; nothing where no row tells."""
    rapid = CaseReview.objects.filter(kind=Kind.RAPID, notified_on__range=(start, end)).count()
    published = CaseReview.objects.published().filter(published_on__range=(start, end)).count()
    figures = [
        Figure(
            "rapid-reviews",
            "Rapid reviews",
            rapid,
            "computed",
            "Rapid reviews of incidents notified in the period.",
        ),
        Figure(
            "reviews-published",
            "Reviews published",
            published,
            "computed",
            "Practice reviews and learning lessons reviews published in the period.",
        ),
    ]
    return [figure for figure in figures if figure.value]
