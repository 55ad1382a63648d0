"""Rich text: what editors may write, cleaned by nh3 whenever it is saved, and read as plain text.

`RichTextField` cleans in forms and again on every way into the database, so that an import, a
script or a forged request can store nothing that a page would have to distrust. Templates may
therefore print a saved rich text with `|safe`.
"""

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import nh3
from django.db import models
from django_prose_editor.fields import ProseEditorField
from js_asset import Media, Script

TAGS = {
    "a", "blockquote", "br", "em", "h2", "h3", "h4", "li", "ol", "p", "strong", "sub", "sup",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
# What other programs write for what we keep under one name.
_SAME_TAG = [(re.compile(rf"<(/?){old}(?=[\s>])", re.I), rf"<\1{new}") for old, new in (("b", "strong"), ("i", "em"))]
_CLEANER = nh3.Cleaner(tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)


def clean(html: str | None) -> str:
    """HTML with only the tags, attributes and link schemes an editor may use; "" where no word is left."""
    html = html or ""
    for pattern, replacement in _SAME_TAG:
        html = pattern.sub(replacement, html)
    html = _CLEANER.clean(html).strip()
    return html if plain(html) else ""


def plain(html: str | None, *, addresses: bool = False) -> str:
    """The words of a rich text, a line per block; with `addresses` each link's address follows its words."""
    reader = _PlainText(addresses=addresses)
    reader.feed(html or "")
    reader.close()
    return reader.text()


class _PlainText(HTMLParser):
    """Reads cleaned HTML into lines: list items with a dash or number, table cells with a bar between."""

    BLOCKS = {"p", "h2", "h3", "h4", "li", "tr", "blockquote", "ul", "ol", "table", "br", "div"}
    SKIPPED = {"script", "style"}

    def __init__(self, *, addresses: bool):
        super().__init__(convert_charrefs=True)
        self.addresses = addresses
        self.parts: list[str] = []
        self.lists: list[int | None] = []
        self.href = ""
        self.link_start = 0
        self.skipping = 0

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag in self.SKIPPED:
            self.skipping += 1
        if tag in self.BLOCKS and not self._follows_bullet():
            self.parts.append("\n")
        if tag in ("ul", "ol"):
            start = attributes.get("start") or ""
            self.lists.append((int(start) if start.isdigit() else 1) if tag == "ol" else None)
        elif tag == "li":
            self.parts.append(self._bullet())
        elif tag in ("td", "th"):
            self.parts.append("\t")
        elif tag == "a":
            self.href, self.link_start = attributes.get("href") or "", len(self.parts)

    def handle_endtag(self, tag):
        if tag in self.SKIPPED:
            self.skipping = max(0, self.skipping - 1)
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        if tag == "a" and self.addresses and self.href:
            self._add_address()
        if tag in self.BLOCKS:
            self.parts.append("\n")

    def handle_data(self, text):
        if not self.skipping:
            self.parts.append(re.sub(r"\s+", " ", text))

    def _follows_bullet(self) -> bool:
        """A paragraph that opens a list item stays on the line of its dash."""
        return bool(self.parts) and re.fullmatch(r"-|\d+\.", self.parts[-1].strip()) is not None

    def _bullet(self) -> str:
        if not self.lists or self.lists[-1] is None:
            return "- "
        number = self.lists[-1]
        self.lists[-1] = number + 1
        return f"{number}. "

    def _add_address(self) -> None:
        address = self.href.removeprefix("mailto:").removeprefix("tel:")
        if address != "".join(self.parts[self.link_start :]).strip():
            self.parts.append(f" ({address})")
        self.href = ""

    def text(self) -> str:
        lines = [re.sub(r" *\t *", " | ", line.strip(" \t")) for line in "".join(self.parts).split("\n")]
        return "\n".join(re.sub(r" {2,}", " ", line).strip() for line in lines if line.strip(" -\xa0"))


if TYPE_CHECKING:
    # The editor's package tells no types: for the checker the field is what it holds.
    EditorField = models.TextField[str, str]
else:
    EditorField = ProseEditorField


class RichTextField(EditorField):
    """A text with an editor in the admin. `headings` are the levels an editor may set (2 to 4)."""

    def __init__(self, *args, headings: tuple[int, ...] = (3, 4), **kwargs):
        self.headings = headings
        kwargs.setdefault("extensions", editor_extensions(headings))
        kwargs["sanitize"] = clean
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance, add):
        value = clean(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value, connection):
        # bulk_create, bulk_update and QuerySet.update come this way without pre_save.
        if isinstance(value, str):
            value = clean(value)
        return super().get_db_prep_save(value, connection)


def editor_extensions(headings: tuple[int, ...]) -> dict:
    """The editor's buttons: what `clean` keeps, and no more."""
    return {
        "Bold": True,
        "Italic": True,
        "BulletList": True,
        "OrderedList": True,
        "ListItem": True,
        "Blockquote": True,
        "HardBreak": True,
        "Heading": {"levels": list(headings)},
        "Link": {"enableTarget": False, "protocols": sorted(SCHEMES)},
        "Table": True,
        "TableRow": True,
        "TableHeader": True,
        "TableCell": True,
    }


# The editor writes one style element into the page's head: Tiptap's own, of which this is the hash. A test
# computes it again from the installed editor.js, so that an upgrade cannot break the editor unseen.
EDITOR_STYLE_HASH = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"


class EditorPolicyMiddleware:
    """Lets the rich text editor run under the strict Content-Security-Policy, on pages that hold one.

    Where a page's form media carries the editor, its import map gets the request's nonce and the policy of that
    one response allows the hash of the editor's style element. All other responses keep the policy of settings.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        context = response.context_data or {}
        media = context.get("media")
        if isinstance(media, Media) and media.render_importmap():
            named = media + Media(css={"all": ["css/editor.css"]}, js=[Script("js/editor-label.js", defer=True)])
            context["media"] = named.with_nonce(str(request.csp_nonce))
            response._csp_update = {"style-src": [EDITOR_STYLE_HASH]}  # what csp.decorators.csp_update sets
        return response
