"""What every page shows of the partnership."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from portal.kept.keeping import kept
from portal.partnership.models import Notice, Partnership


def site(request) -> dict:
    """`partnership`, `notices`, `DEMO`, `SITE_URL` and `MFA_REQUIRED` for every template; rows are read when used."""
    frame = SimpleLazyObject(lambda: kept("frame", _frame))
    return {
        "partnership": SimpleLazyObject(lambda: frame["partnership"]),
        "notices": SimpleLazyObject(lambda: frame["notices"]),
        "DEMO": settings.DEMO,
        "SITE_URL": settings.SITE_URL,
        "MFA_REQUIRED": settings.MFA_REQUIRED,
    }


def _frame() -> dict:
    partnership = Partnership.objects.prefetch_related("emergency_numbers", "social_links").first()
    return {"partnership": partnership, "notices": list(Notice.objects.showing())}
