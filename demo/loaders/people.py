"""Invented people, and the six office holders who stand in the published arrangements."""

from governance.models import Person


def person(name: str) -> Person:
    """The person of this name; a demonstration has no two of one name."""
    return Person.objects.get_or_create(name=name)[0]
