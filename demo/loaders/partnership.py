"""Whom the demonstration serves: the one row, its numbers and its links."""

from collections import Counter
from datetime import timedelta

from demo.source import Source
from portal.partnership.models import EmergencyNumber, Partnership, SocialLink


def load(source: Source) -> Counter:
    """Enter the partnership where none was entered yet."""
    entry = source.read("partnership")
    if Partnership.objects.exists():
        return Counter()
    numbers, links = entry.pop("emergency_numbers"), entry.pop("social_links", [])
    checked_on = source.today - timedelta(days=entry.pop("numbers_checked_days_ago"))
    entry["partner_names"] = "\n".join(entry["partner_names"])
    partnership = Partnership.objects.create(numbers_checked_on=checked_on, **entry)
    for position, number in enumerate(numbers, 1):
        EmergencyNumber.objects.create(partnership=partnership, position=position, **number)
    for position, link in enumerate(links, 1):
        SocialLink.objects.create(partnership=partnership, position=position, **link)
    return Counter({"partnership": 1})
