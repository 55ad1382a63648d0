"""The one door to WeasyPrint: HTML in, a tagged PDF (PDF/UA-1) out.

It reads nothing but our own static files, the partnership's own pictures and data: addresses. The same HTML gives
the same bytes: dates come from the HTML (`dcterms.created`), nothing from the clock.
"""

import logging
import mimetypes
import posixpath
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage

# The one folder of the media storage that is public by nature; all else is private and asked for by permission.
PUBLIC_MEDIA = "partnership/"
MEDIA_PREFIX = "/media/"
LINK = re.compile(r"(<a\s[^>]*>)(.*?)</a>", re.IGNORECASE | re.DOTALL)
INNER_TAG = re.compile(r"<[^>]+>")


class PdfError(Exception):
    """The HTML asks for something that a PDF of ours must not read, or WeasyPrint is not there."""


@dataclass(frozen=True)
class Pdf:
    content: bytes
    pages: int


def render(html: str, base_url: str | None = None) -> bytes:
    """The PDF of a whole HTML document. `base_url` resolves relative links (default: the address of the site)."""
    return render_counted(html, base_url).content


def render_counted(html: str, base_url: str | None = None, on_page: Callable[[int], None] | None = None) -> Pdf:
    """As `render`, with the number of pages. `on_page` hears each page laid out and may stop the work by raising."""
    weasyprint = _weasyprint()
    options: dict = {"pdf_variant": "pdf/ua-1", "optimize_images": True}
    source = weasyprint.HTML(
        string=plain_links(html), base_url=base_url or f"{settings.SITE_URL}/", url_fetcher=_fetcher()
    )
    with _pages_told(on_page):
        document = source.render(**options)
        content = document.write_pdf(**options)
    return Pdf(content, len(document.pages))


class _PageHandler(logging.Handler):
    """WeasyPrint tells its progress to a logger and to nothing else; what is raised here ends the layout."""

    def __init__(self, on_page: Callable[[int], None]) -> None:
        super().__init__(logging.INFO)
        self.on_page = on_page
        self.thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        is_page = isinstance(record.msg, str) and "Page %d" in record.msg
        if is_page and isinstance(record.args, tuple) and record.thread == self.thread:
            self.on_page(int(str(record.args[-1])))


@contextmanager
def _pages_told(on_page: Callable[[int], None] | None) -> Iterator[None]:
    if on_page is None:
        yield
        return
    logger = logging.getLogger("weasyprint.progress")
    handler, level, propagate = _PageHandler(on_page), logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate


def plain_links(html: str) -> str:
    """Links hold nothing but words: WeasyPrint makes a link of each element inside one, which PDF/UA forbids."""
    return LINK.sub(lambda found: found[1] + INNER_TAG.sub("", found[2]) + "</a>", html)


def read_own(url: str) -> tuple[bytes, str]:
    """Bytes and content type of one of our own files. Raises PdfError for every other address."""
    path = _own_path(url)
    static, media = settings.STATIC_URL, MEDIA_PREFIX + PUBLIC_MEDIA
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    if path.startswith(static):
        found = _static_file(path.removeprefix(static))
        if found is None:
            raise PdfError(f"There is no static file {path}.")
        return found.read_bytes(), kind
    if path.startswith(media):
        name = path.removeprefix(MEDIA_PREFIX)
        if not default_storage.exists(name):
            raise PdfError(f"There is no file {path}.")
        with default_storage.open(name) as stored:
            return stored.read(), kind
    raise PdfError(f"A PDF may not read {url}.")


def _own_path(url: str) -> str:
    """The path of an address on our own site, without any step upwards."""
    parts, site = urlsplit(url), urlsplit(settings.SITE_URL)
    if (parts.scheme, parts.netloc) != (site.scheme, site.netloc):
        raise PdfError(f"A PDF may not read {url}.")
    path = unquote(parts.path)
    if "\\" in path or "\0" in path or posixpath.normpath(path) != path:
        raise PdfError(f"A PDF may not read {url}.")
    return path


def _static_file(name: str) -> Path | None:
    """A static file from the sources, or from STATIC_ROOT where its name carries a hash."""
    found = finders.find(name)
    if found:
        return Path(found)
    collected = Path(settings.STATIC_ROOT, name).resolve()
    inside = collected.is_relative_to(Path(settings.STATIC_ROOT).resolve())
    return collected if inside and collected.is_file() else None


def _weasyprint():
    """WeasyPrint, imported when first needed: the portal starts without Pango, and web workers stay small."""
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise PdfError("PDF can't be made here: WeasyPrint or its system library Pango is missing.") from error
    return weasyprint


@cache
def _fetcher():
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFilesOnly(URLFetcher):
        def fetch(self, url, headers=None):
            if url.lower().startswith("data:"):
                return super().fetch(url, headers)
            content, kind = read_own(url)
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    return OwnFilesOnly(allowed_protocols=["data"], allow_redirects=False)
