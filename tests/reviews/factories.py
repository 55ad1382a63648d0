from datetime import date

from django.utils.text import slugify

from reviews.models import CaseReview


def review(pseudonym: str = "Robin", **fields) -> CaseReview:
    defaults = {
        "slug": slugify(pseudonym),
        "reference": f"REF-{pseudonym}",
        "kind": CaseReview.Kind.LCSPR,
        "lead": f"A baby called {pseudonym}.",
        "published_on": date(2023, 9, 4),
        "is_published": True,
    }
    return CaseReview.objects.create(pseudonym=pseudonym, **{**defaults, **fields})
