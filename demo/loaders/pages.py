"""The pages every portal needs: their words come from the pages themselves, filled in for the partnership."""

from collections import Counter

from demo.source import Source
from portal.pages import services


def load(source: Source) -> Counter:
    """Write the default pages that are missing."""
    return Counter({"pages": len(services.ensure_default_pages())})
