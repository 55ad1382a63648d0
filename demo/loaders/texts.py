"""Texts of the data files as the portal keeps them."""

import re

from django.utils.html import escape


def html(text: str) -> str:
    """A text as HTML; one written without mark-up gets a paragraph where a line is empty."""
    text = text.strip()
    if not text or text.startswith("<"):
        return text
    return "".join(f"<p>{escape(' '.join(part.split()))}</p>" for part in re.split(r"\n\s*\n", text))


def lines(entries: list[str]) -> str:
    """One entry a line."""
    return "\n".join(entries)
