import re
from datetime import date
from html.parser import HTMLParser

import pytest

from bulletins import emails
from bulletins.services import reading
from tests.bulletins import factories
from tests.test_rich_text import PAYLOADS

pytestmark = pytest.mark.django_db


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.hrefs, self.tags = [], set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.hrefs += [value for name, value in attrs if name in ("href", "src")]


def rendered(issue):
    subject, text, html = emails.render_issue(reading.contents(issue), [])
    links = Links()
    links.feed(html)
    return subject, text, html, links


def test_issue_mail_is_complete_in_both_parts(partnership):
    issue = factories.full_issue("draft", items=2)
    factories.item(issue, "A bruise on a baby", kind="policy", is_spotlight=True, summary="Follow the protocol.")
    factories.item(issue, "Later", asks_you_to="do", ask="Join us.", do_by=date(2030, 12, 3))
    factories.item(issue, "Sooner", asks_you_to="do", ask="Choose.", do_by=date(2030, 11, 29))
    subject, text, html, _ = rendered(issue)
    assert subject == "RSCP bulletin, November 2024"
    for part in (text, html):
        for words in ("A bruise on a baby", "Item 0 of", "Item 1 of", "Choose.", "01632 960001"):
            assert words in part
        assert part.index("Sooner") < part.index("Later") < part.lower().index("good to know")
    assert "<" not in text


def test_issue_mail_has_absolute_links_and_nothing_that_acts(partnership, settings):
    settings.SITE_URL = "https://portal.rivermouth.example"
    *_, html, links = rendered(factories.full_issue("draft"))
    assert all(re.match(r"https://|mailto:|\[\[", href) for href in links.hrefs)
    assert links.tags.isdisjoint({"script", "iframe", "form", "object", "link"})
    assert re.search(r"\son\w+=", html) is None


def test_issue_mail_of_fifty_items_is_not_clipped(partnership):
    *_, html, _ = rendered(factories.full_issue("draft", items=50))
    assert len(html.encode()) < 100_000


@pytest.mark.parametrize("payload", PAYLOADS[:20])
def test_issue_mail_and_page_survive_hostile_words(client, partnership, payload):
    issue = factories.bulletin(status="sent", theme=payload[:240], introduction=f"<p>x</p>{payload}")
    row = factories.item(issue, payload[:160], slug="it", body=f"<p>Words</p>{payload}", summary=payload[:240])
    row.links.create(text=payload[:160], url="https://a.example/?q='\"><script>")
    *_, links = rendered(issue)
    page = Links()
    page.feed(client.get(issue.get_absolute_url()).content.decode())
    assert links.tags.isdisjoint({"script", "iframe", "form", "object", "img", "svg"})
    assert page.tags.isdisjoint({"iframe", "object", "embed", "base", "video"})
    for href in (*links.hrefs, *page.hrefs):
        assert not re.match(r"(?i)[\s\x00-\x20]*(javascript|data|vbscript):", href)


def test_issue_mail_without_themes_priorities_or_sections(partnership):
    issue = factories.bulletin("Special", theme="", kind="special")
    factories.item(factories.section(issue, ""), "Only this", body="")
    _, text, html, _ = rendered(issue)
    assert "special edition" in html
    assert "Only this" in text
    assert "Do this month" not in html
