"""Step 3: an officer edits a bulletin, previews it, sends a test, sends it and sees who got it and who did not."""

from playwright.sync_api import expect

from tests.browser.portal import wait_for
from tests.browser.steps import OFFICER, sign_in


def test_officer_edits_previews_tests_and_sends(portal, person):
    page = person()
    sign_in(page, OFFICER)
    page.goto("/admin/bulletins/bulletin/?status__exact=draft")
    page.locator("#result_list tbody th a").first.click()
    page.get_by_label("What is in it").fill("Say it upwards, and write it down")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()

    page.get_by_role("link", name="Preview", exact=True).click()
    expect(page.frame_locator("iframe").get_by_text("Say it upwards, and write it down").first).to_be_visible()
    page.get_by_role("link", name="Email, phone").click()
    expect(page.frame_locator("iframe").get_by_text("You think the plan is wrong").first).to_be_visible()
    page.get_by_role("link", name="Plain text").click()
    expect(page.locator("pre")).to_contain_text("You think the plan is wrong")
    page.go_back()
    page.go_back()
    page.go_back()

    page.get_by_role("link", name="Send a test", exact=True).click()
    page.locator("textarea, input[type=text], input[type=email]").first.fill("colleague@mscp.example")
    page.locator("input[type=submit].default").click()
    portal.post.wait("colleague@mscp.example")

    for step in ("Submit for approval", "Approve", "Send"):
        page.get_by_role("link", name=step, exact=True).click()
        if page.locator("textarea, .form-row input[type=text]").count():
            page.locator("textarea, .form-row input[type=text]").first.fill("The only officer on duty this week.")
        page.locator("input[type=submit].default").click()
    expect(page.locator("progress")).to_be_visible()
    readers = int(portal.ask("m('bulletins.Subscription').objects.filter(status='active').count()"))
    assert readers > 30
    ledger = "sorted(m('mail.Delivery').objects.filter(key__contains=':subscriber:').values_list('status', flat=True))"
    wait_for(lambda: portal.ask(ledger) == str(["sent"] * readers), "every subscriber's mail to be sent")
    page.goto(page.url)
    expect(page.locator(".issue-counts td").first).to_have_text(str(readers))
    keys = [mail["Message-ID"] for mail in portal.post.mails if mail["List-Unsubscribe"]]
    assert len(keys) == len(set(keys)) >= readers
