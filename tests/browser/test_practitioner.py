"""Step 2: a practitioner signs up, books, the session fills, the next one waits and is promoted."""

from email.message import EmailMessage

from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.portal import wait_for
from tests.browser.steps import SOCIAL_WORKER, link_in, session_at, sign_in

NEWCOMER = "priya.lindqvist@mch.example"


def calendar_of(mail: EmailMessage) -> Calendar:
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    return Calendar.from_ical(part.get_payload(decode=True))


def sign_up(page: Page, portal) -> None:
    page.goto("/account/signup/")
    page.get_by_role("button", name="Create my account").click()
    expect(page).to_have_title("Error: Create an account - Medway Safeguarding Children Partnership")
    page.get_by_label("Full name").fill("Priya Lindqvist")
    page.get_by_label("Where do you work?").select_option(label="Medway Community Healthcare")
    page.get_by_label("Job title").fill("School nurse")
    page.get_by_role("textbox", name="email").fill(NEWCOMER)
    page.get_by_label("Password", exact=True).fill("seven quiet harbours")
    page.get_by_role("button", name="Create my account").click()
    page.goto(link_in(portal.post.wait(NEWCOMER, "confirm"), "/account/confirm-email/"))
    page.get_by_role("button", name="Confirm").click()
    if "/account/login/" in page.url:
        sign_in(page, NEWCOMER, "seven quiet harbours")


def book(page: Page, address: str, button: str) -> None:
    page.goto(address)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name=button).click()


def test_practitioner_signs_up_books_and_a_cancellation_promotes_the_next(portal, person):
    newcomer, colleague = person(viewport=PHONE), person()
    sign_up(newcomer, portal)
    confirmed = f"m('governance.Membership').objects.get(person__email={NEWCOMER!r}).status"
    wait_for(lambda: portal.ask(confirmed) == "confirmed", "the membership to be confirmed by the address's domain")

    newcomer.goto("/training/")
    newcomer.get_by_role("link", name="Thresholds").first.click()
    last_place = session_at(portal, "THR-R")
    newcomer.goto(last_place)
    expect(newcomer.get_by_text("1 place left").first).to_be_visible()
    newcomer.get_by_role("button", name="Book this place").click()
    expect(newcomer.get_by_role("heading", name="Your place is not booked yet")).to_be_visible()
    book(newcomer, last_place, "Book this place")
    expect(newcomer.get_by_role("heading", name="Your place is booked")).to_be_visible()
    invitation = calendar_of(portal.post.wait(NEWCOMER, "booked"))
    assert invitation["METHOD"] == "REQUEST" and len(invitation.walk("VEVENT")) == 1

    sign_in(colleague, SOCIAL_WORKER)
    book(colleague, last_place, "Join the waiting list")
    expect(colleague.get_by_role("heading", name="You are on the waiting list")).to_be_visible()
    expect(colleague.locator(".queue")).to_contain_text("1st")
    portal.post.wait(SOCIAL_WORKER, "waiting list")

    newcomer.get_by_role("link", name="Give back my place").click()
    newcomer.get_by_role("button", name="Give back my place").click()
    assert calendar_of(portal.post.wait(NEWCOMER, "given back"))["METHOD"] == "CANCEL"
    assert calendar_of(portal.post.wait(SOCIAL_WORKER, "place"))["METHOD"] == "REQUEST"
    colleague.goto(last_place)
    expect(colleague.get_by_role("heading", name="Your place is booked")).to_be_visible()
