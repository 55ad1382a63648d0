"""Whom this deployment serves: reading it, and entering it once."""

from django.db import transaction

from portal.partnership.models import EmergencyNumber, Partnership


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


class PartnershipExists(Exception):
    """A deployment serves one partnership; it has been entered already."""


@transaction.atomic
def set_up(*, emergency_phone: str = "", **fields) -> Partnership:
    """Enter the partnership of a new deployment, with the number to call about a child.

    Raises PartnershipExists where there is one, and Django's ValidationError for values that can't be.
    """
    if Partnership.objects.exists():
        raise PartnershipExists("The partnership has been entered already. Change it in the admin.")
    partnership = Partnership(pk=1, **fields)
    partnership.full_clean()
    partnership.save()
    if emergency_phone:
        number = EmergencyNumber(partnership=partnership, label="Worried about a child? Call", phone=emergency_phone)
        number.full_clean()
        number.save()
    return partnership
