"""Step 4: an executive member asks for the yearly report and downloads it."""

from io import BytesIO

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.steps import EXECUTIVE, sign_in


def test_executive_builds_and_downloads_the_yearly_report(portal, person):
    page = person()
    sign_in(page, EXECUTIVE)
    page.goto("/executive/")
    page.get_by_role("button", name="Build the PDF").first.click()
    expect(page.get_by_role("link", name="Open the result")).to_be_visible(timeout=120_000)
    with page.expect_download() as download:
        page.get_by_role("link", name="Open the result").click()
    pdf = PdfReader(BytesIO(download.value.path().read_bytes()))
    text = " ".join(page.extract_text() for page in pdf.pages)
    assert len(pdf.pages) >= 15
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    for figure in ("7,197", "450+", "£146,799", "69.5", "44.4", "72.8", "£212,117"):
        assert figure in text


def test_executive_sees_no_build_as_practitioner(portal, person):
    page = person()
    sign_in(page, "amara.osei@mch.example")
    assert page.goto("/executive/").status == 403
