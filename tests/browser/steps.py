"""What people do again and again on the portal."""

import re

from playwright.sync_api import Page, expect

from tests.browser.portal import Portal, text_of

PASSWORD = "rivers and bridges"
HEALTH_VISITOR = "amara.osei@mch.example"
SOCIAL_WORKER = "sunita.kaur@medway-council.example"
TEACHER = "callum.brandt@secondary.medwayschools.example"
OFFICER = "rosalind.tate@mscp.example"
EXECUTIVE = "daniel.whitlock@kmicb.example"


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/account/login/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Sign in")


def link_in(mail, path: str) -> str:
    """The address in a mail's plain text that leads to this part of the portal."""
    found = re.search(rf"https?://\S*{path}\S*", text_of(mail))
    assert found, f"No link to {path} in:\n{text_of(mail)}"
    return found.group(0).rstrip(".,)>")


def session_at(portal: Portal, course: str, number: int = 0) -> str:
    """The address of a coming session of a course."""
    pk = portal.ask(
        f"m('training.Session').objects.filter(course__code={course!r}, state='open', starts_at__gt=__import__('django')"
        f".utils.timezone.now()).order_by('starts_at')[{number}].pk"
    )
    return f"/training/sessions/{pk}/"
