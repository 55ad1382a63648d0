"""Saving a row that keeps its history, with who changed it and why. One door to django-simple-history's attributes."""

from typing import Any


def save(row: Any, *, by=None, reason: str = "", **options) -> None:
    """Save the row; its history names `by` (else whoever is signed in at this request) and the reason."""
    if by is not None:
        row._history_user = by
    if reason:
        row._change_reason = reason
    row.save(**options)
