"""In a demonstration each mail says so, in its subject and in both its parts."""

import re

from django.conf import settings

SUBJECT = "[Demonstration] "
SENTENCE = "This is a demonstration: the people and bookings in this email are invented."
BODY_TAG = re.compile(r"<body[^>]*>", re.IGNORECASE)


def marked(subject: str, text: str, html: str) -> tuple[str, str, str]:
    """The three as they are, or marked when the portal runs as a demonstration."""
    if not settings.DEMO:
        return subject, text, html
    if not subject.startswith(SUBJECT):
        subject = (SUBJECT + subject)[:300]
    if SENTENCE not in text:
        text = f"{SENTENCE}\n\n{text}"
    # The base template of our own mails says it already.
    if html and "demonstration" not in html.lower():
        paragraph = f"<p>{SENTENCE}</p>"
        html, found = BODY_TAG.subn(lambda tag: tag.group() + paragraph, html, count=1)
        html = html if found else paragraph + html
    return subject, text, html
