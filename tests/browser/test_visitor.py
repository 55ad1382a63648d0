"""Step 1: a visitor reads the bulletin, finds it again and subscribes."""

import yaml
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.portal import ROOT, wait_for
from tests.browser.steps import link_in

ISSUE = yaml.safe_load((ROOT / "demo/data/medway/bulletin_2024_11.yaml").read_text())


def test_visitor_reads_finds_and_subscribes(portal, person):
    page = person(viewport=PHONE)
    page.goto("/")
    expect(page.get_by_text("Demonstration").first).to_be_visible()
    page.get_by_text("Menu and search").click()
    page.get_by_role("link", name="Bulletins").first.click()
    page.get_by_role("link", name="November 2024").first.click()
    items = [item for section in ISSUE["sections"] for item in section["items"]]
    for item in items:
        expect(page.get_by_role("heading", name=item["heading"], exact=True)).to_be_attached()
    for heading in filter(None, (section["heading"] for section in ISSUE["sections"])):
        expect(page.get_by_role("heading", name=heading, exact=True).first).to_be_attached()

    page.goto("/search/?q=bruise")
    page.get_by_role("link", name="bruise").first.click()
    expect(page.locator("main")).to_contain_text("bruise", ignore_case=True)

    page.goto("/")
    page.get_by_label("Your email address").fill("new.reader@school.example")
    page.get_by_role("button", name="Subscribe", exact=True).click()
    mail = portal.post.wait("new.reader@school.example", "confirm")
    confirm = link_in(mail, "/bulletins/subscribe/confirm/")
    status = "m('bulletins.Subscription').objects.get(email='new.reader@school.example').status"
    page.request.get(confirm)  # a mail scanner follows links: nothing changes
    assert portal.ask(status) == "pending"
    page.goto(confirm)
    page.get_by_role("button", name="Yes, send me the bulletin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are subscribed")
    wait_for(lambda: portal.ask(status) == "active", "the subscription to be active")


def test_visitor_without_javascript_can_subscribe(portal, person):
    page = person(java_script_enabled=False)
    page.goto("/bulletins/subscribe/")
    page.get_by_role("button", name="Subscribe", exact=True).click()
    expect(page).to_have_title("Error: Subscribe to the bulletin - Medway Safeguarding Children Partnership")
    page.get_by_role("textbox", name="email").first.fill("plain.reader@school.example")
    page.get_by_role("button", name="Subscribe", exact=True).click()
    portal.post.wait("plain.reader@school.example", "confirm")
