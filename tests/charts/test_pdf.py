import http.server
import threading
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from pypdf import PdfReader

from portal import pdf
from portal.pdf import PdfError

PAGE = """<!doctype html><html lang="en-GB"><head><title>A report</title><meta name="author" content="RSCP">
<meta name="dcterms.created" content="2024-09-30T12:00:00Z">
<style>@font-face {{ font-family: Figtree; src: url(/static/fonts/figtree-400.woff2) }} body {{ font-family: Figtree }}
</style></head><body><h1>One</h1>{body}</body></html>"""


@pytest.fixture
def peer():
    """A web server on this machine that counts who asks."""
    asked: list[str] = []

    class Counting(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Counting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data/",
        "https://example.org/logo.png",
        "ftp://example.org/x",
        "file:///etc/passwd",
        "/etc/passwd",
        "{site}/static/../manage.py",
        "{site}/static/%2e%2e/manage.py",
        "{site}/static/css/..%2f..%2fmanage.py",
        "{site}/static//etc/passwd",
        "{site}/static/no-such-file.css",
        "{site}/media/files/ab/abcdef",
        "{site}/media/partnership/../files/ab",
        "{site}/media/partnership/none.png",
        "{site}/admin/",
        "{site}.example.org/static/fonts/figtree-400.woff2",
        "HTTPS://user@localhost/static/fonts/figtree-400.woff2",
    ],
)
def test_read_own_refuses(url):
    with pytest.raises(PdfError):
        pdf.read_own(url.format(site=settings.SITE_URL))


def test_read_own_reads_static_files_and_the_logo():
    name = default_storage.save("partnership/logo.png", ContentFile(b"picture"))
    assert pdf.read_own(f"{settings.SITE_URL}/media/{name}") == (b"picture", "image/png")
    content, kind = pdf.read_own(f"{settings.SITE_URL}/static/fonts/figtree-400.woff2")
    assert (content[:4], kind) == (b"wOF2", "font/woff2")


def test_render_asks_nobody_else(peer):
    address, asked = peer
    body = (
        f'<img src="{address}/a.png" alt="A"><link rel="stylesheet" href="{address}/b.css"><object data="{address}/c">'
    )
    body += f'<p style="background: url({address}/d.png)">x</p><style>@import url({address}/e.css)</style>'
    assert pdf.render(PAGE.format(body=body)).startswith(b"%PDF-1.7")
    assert asked == []


def test_render_is_tagged_and_says_what_it_is():
    reader = PdfReader(BytesIO(pdf.render(PAGE.format(body="<p>Text</p>"))))
    catalog = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/StructTreeRoot"]
    assert catalog["/Lang"] == "en-GB"
    assert (reader.metadata.title, reader.metadata.author) == ("A report", "RSCP")
    assert [mark.title for mark in reader.outline] == ["One"]


def test_the_same_html_gives_the_same_bytes():
    html = PAGE.format(body="<p>Text</p>" * 50)
    assert pdf.render(html) == pdf.render(html)


def test_render_counted_counts_pages():
    body = '<p style="break-before: page">x</p>' * 3
    assert pdf.render_counted(PAGE.format(body=body)).pages == 4


def test_on_page_hears_each_page_and_may_stop_the_work():
    class Stopped(Exception):
        pass

    heard: list[int] = []

    def hear(page: int) -> None:
        heard.append(page)
        if len(heard) == 2:
            raise Stopped

    body = '<p style="break-before: page">x</p>' * 3
    with pytest.raises(Stopped):
        pdf.render_counted(PAGE.format(body=body), on_page=hear)
    assert heard == [1, 2]


def test_links_hold_nothing_but_words():
    html = '<a href="/x"><b class="y">Bold</b> and <em>slanted</em></a> <abbr>kept</abbr> <a id="z"><i>i</i></a>'
    assert pdf.plain_links(html) == '<a href="/x">Bold and slanted</a> <abbr>kept</abbr> <a id="z">i</a>'
