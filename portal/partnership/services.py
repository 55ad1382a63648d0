"""Reading whom this deployment serves."""

from portal.partnership.models import Partnership


class NoPartnership(Exception):
    """The one row is missing: a new deployment has not been set up yet."""


def current() -> Partnership:
    """The partnership this deployment serves.

    Raises NoPartnership where none was entered yet (`manage.py setup_partnership` enters it).
    """
    partnership = Partnership.objects.prefetch_related("emergency_numbers", "social_links").first()
    if partnership is None:
        raise NoPartnership("No partnership has been entered yet.")
    return partnership
