"""What search holds of reviews: only what stands on the public page."""

from portal.registry import SearchText
from portal.rich_text import plain
from portal.search.following import key_of, texts
from reviews.models import CaseReview


def search_text(review: CaseReview) -> SearchText | None:
    if not review.is_published:
        return None
    changes = [f"{change.area}: {change.change}" for change in review.changes.all()]
    return SearchText(
        key=key_of(review),
        kind="Review",
        title=f"{review.pseudonym}: {review.get_kind_display().lower()}",
        summary=review.lead,
        body="\n".join([plain(review.summary), review.asks, review.good_practice, review.themes, *changes]),
        url=review.get_absolute_url(),
        dated=review.published_on,
        priorities=tuple(priority.slug for priority in review.priorities.all()),
    )


def search_texts():
    return texts(CaseReview.objects.published().prefetch_related("priorities", "changes"), search_text)
