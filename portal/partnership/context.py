"""What every page shows of the partnership."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from portal.partnership.models import Notice, Partnership


def site(request) -> dict:
    """`partnership`, `emergency_numbers`, `notices`, `DEMO` and `SITE_URL` for every template, read when used."""
    partnership = SimpleLazyObject(
        lambda: Partnership.objects.prefetch_related("emergency_numbers", "social_links").first()
    )
    return {
        "partnership": partnership,
        "notices": SimpleLazyObject(lambda: list(Notice.objects.showing())),
        "DEMO": settings.DEMO,
        "SITE_URL": settings.SITE_URL,
        "MFA_REQUIRED": settings.MFA_REQUIRED,
    }
