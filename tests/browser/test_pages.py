"""axe and the Nu HTML checker on every public page and on the forms of sign-up and booking; no sideways scroll."""

import json
import shutil
import subprocess

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.portal import ROOT
from tests.browser.steps import EXECUTIVE, HEALTH_VISITOR, OFFICER, session_at, sign_in

VNU = ROOT / ".tools/npm/node_modules/vnu-jar/build/dist/vnu.jar"
PUBLIC = [
    "/",
    "/bulletins/",
    "/bulletins/november-2024/",
    "/bulletins/subscribe/",
    "/training/",
    "/training/?q=nothing-is-called-this",
    "/learning/",
    "/policies/",
    "/about/",
    "/about/who-we-are/",
    "/about/groups/",
    "/about/groups/executive/",
    "/about/relevant-agencies/",
    "/about/relevant-agencies/?on=yesterday",
    "/about/funding/",
    "/about/priorities/",
    "/about/priorities/neglect/",
    "/reports/",
    "/search/?q=neglect",
    "/search/?q=",
    "/feedback/",
    "/site/accessibility/",
    "/site/privacy/",
    "/account/login/",
    "/account/signup/",
    "/account/password/reset/",
    "/account/login/code/",
    "/mailbox/",
    "/nothing-here/",
]
SIGNED_IN = {
    HEALTH_VISITOR: ["/my/", "/training/mine/", "/account/my-data/", "/account/email/", "/account/password/change/",
                     "/account/2fa/", "/account/sessions/"],
    EXECUTIVE: ["/executive/", "/register/", "/reports/2023-24/"],
    OFFICER: ["/admin/", "/admin/bulletins/bulletin/", "/admin/training/session/"],
}  # fmt: skip


def linked(page, index: str, inside: str) -> list[str]:
    """The first page that an index links to: a course, a review, a document."""
    page.goto(index)
    return [page.locator(f"main a[href^='{inside}']").first.get_attribute("href")]


@pytest.fixture(scope="session")
def addresses(portal, chromium):
    page = chromium.new_page(base_url=portal.url)
    found = [
        *PUBLIC,
        *linked(page, "/bulletins/november-2024/", "/bulletins/november-2024/"),
        *linked(page, "/learning/", "/learning/"),
        *linked(page, "/policies/", "/policies/"),
        session_at(portal, "ISC"),
        session_at(portal, "BSC"),
    ]
    page.close()
    return found


def complaints_of_axe(page, axe, addresses, viewport) -> None:
    for address in addresses:
        page.goto(address)
        axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{address} scrolls sideways at {viewport['width']} px"


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_public_pages_pass_axe(portal, person, axe, addresses, viewport):
    complaints_of_axe(person(viewport=viewport), axe, addresses, viewport)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("who", [HEALTH_VISITOR, EXECUTIVE])
def test_signed_in_pages_pass_axe(portal, person, axe, viewport, who):
    page = person(viewport=viewport)
    sign_in(page, who)
    complaints_of_axe(page, axe, [*SIGNED_IN[who], session_at(portal, "ISC"), session_at(portal, "RPC")], viewport)


def test_forms_with_errors_pass_axe(portal, person, axe):
    page = person(viewport=PHONE)
    for address, button in (("/account/signup/", "Create my account"), ("/bulletins/subscribe/", "Subscribe"),
                            ("/account/login/", "Sign in")):  # fmt: skip
        page.goto(address)
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.locator(".govuk-error-summary, .errors").first).to_be_visible()
        axe(page)
    sign_in(page, HEALTH_VISITOR)
    page.goto(session_at(portal, "RPC"))
    page.get_by_role("button", name="Book this place").click()
    expect(page.get_by_role("heading", name="Your place is not booked yet")).to_be_visible()
    axe(page)


def html_complaints(pages: dict[str, str], folder) -> list[str]:
    """What the Nu HTML checker says against these pages, by address."""
    names = {}
    for number, (address, source) in enumerate(pages.items()):
        path = folder / f"{number}.html"
        path.write_text(source)
        names[str(path)] = address
    done = subprocess.run(
        ["java", "-jar", str(VNU), "--format", "json", "--errors-only", *names],
        capture_output=True,
        text=True,
        check=False,
    )
    said = json.loads(done.stderr or done.stdout)["messages"]
    return [
        f"{next((a for p, a in names.items() if m['url'].endswith(p)), m['url'])} {m.get('lastLine')}: {m['message']}"
        for m in said
    ]


@pytest.mark.skipif(not (VNU.exists() and shutil.which("java")), reason="The Nu HTML checker needs Java and npm.")
def test_pages_are_valid_html(portal, person, addresses, tmp_path):
    page = person()
    pages = {address: page.request.get(address).text() for address in addresses}
    for who in (HEALTH_VISITOR, EXECUTIVE):
        own = person()
        sign_in(own, who)
        for address in [*SIGNED_IN[who], session_at(portal, "ISC")]:
            pages[f"{address} as {who}"] = own.request.get(address).text()
    assert html_complaints(pages, tmp_path) == []
