"""Publishing reviews and taking them off the site."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from portal import history
from reviews.errors import ReviewsError
from reviews.models import CaseReview


@transaction.atomic
def publish(review: CaseReview, *, by, on: date | None = None) -> CaseReview:
    """Show a review to everybody; `on` is the day of publication, today unless it was set before.

    Raises ReviewsError for a rapid review (those are never published) and where readers would find nothing.
    """
    review = CaseReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if review.kind == CaseReview.Kind.RAPID:
        raise ReviewsError("A rapid review is not published: it goes to the national Panel.")
    if not review.lead:
        raise ReviewsError("Say in a sentence what the review is about before it is published.")
    day = on or review.published_on or timezone.localdate()
    if day > timezone.localdate():
        raise ReviewsError("The day of publication can't lie ahead: publish the review on that day.")
    review.is_published, review.published_on = True, day
    history.save(review, by=by)
    return review


@transaction.atomic
def withdraw(review: CaseReview, *, by) -> CaseReview:
    """Take a review off the site; it keeps its day of publication. Published reports stay for a year at least."""
    review = CaseReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if not review.is_published:
        raise ReviewsError("This review is not on the site.")
    review.is_published = False
    history.save(review, by=by)
    return review
