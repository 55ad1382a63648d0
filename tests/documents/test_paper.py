from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from governance.documents import paper, snapshot
from governance.documents.frozen import Frozen
from portal import pdf

FROZEN_AT = datetime(2024, 9, 30, 12, tzinfo=UTC)


@pytest.fixture
def frozen(written):
    return Frozen(snapshot.gather(written))


def on_paper(frozen) -> str:
    return paper.document(frozen, digest="d" * 64, frozen_at=FROZEN_AT)


@pytest.fixture
def reader(frozen):
    return PdfReader(BytesIO(pdf.render(on_paper(frozen))))


def elements(node, kind: str) -> list:
    """Structure elements of a kind, below this one."""
    node = node.get_object()
    found = [node] if node.get("/S") == kind else []
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        if not isinstance(kid, int) and hasattr(kid.get_object(), "get"):
            found += elements(kid, kind)
    return found


def test_the_same_snapshot_gives_the_same_bytes(frozen):
    assert pdf.render(on_paper(frozen)) == pdf.render(on_paper(Frozen(frozen.content)))


def test_the_pdf_is_tagged_with_title_language_and_bookmarks(reader):
    catalog = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "en-GB"
    assert reader.metadata.title == "Yearly report 2023-24, Rivermouth Safeguarding Children Partnership"
    titles = [mark.title for mark in reader.outline if not isinstance(mark, list)]
    assert titles[:3] == ["Yearly report 2023-24", "Contents", "The year in five lines"]
    assert "What it cost, and who paid" in titles
    nested = [mark.title for marks in reader.outline if isinstance(marks, list) for mark in marks]
    assert "Neglect" in nested


def test_each_chart_has_its_finding_as_alternative_text(reader):
    figures = elements(reader.trailer["/Root"]["/StructTreeRoot"]["/K"][0], "/Figure")
    alternatives = [figure.get("/Alt") for figure in figures]
    assert len(alternatives) >= 8
    assert all(alternatives)
    assert "Rivermouth Council pays 69.5% of all contributions" in alternatives


def test_every_font_is_embedded_and_ours(reader):
    fonts = {
        font["/BaseFont"]: font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        for page in reader.pages
        for font in (f.get_object() for f in page["/Resources"].get("/Font", {}).values())
    }
    assert all({"/FontFile2", "/FontFile3"} & set(descriptor) for descriptor in fonts.values())
    assert {name.split("+")[1].split("-")[0] for name in fonts} == {"Figtree", "Source"}


def test_the_contents_give_the_page_of_each_section(reader):
    text = reader.pages[1].extract_text()
    page = next(
        n for n, page in enumerate(reader.pages, 1) if "What it cost, and who paid" in page.extract_text()[:120]
    )
    assert any(line.endswith(str(page)) for line in text.splitlines() if "cost" in line) or str(page) in text


def test_the_money_and_the_gap_are_printed(reader):
    text = " ".join(page.extract_text() for page in reader.pages)
    words = " ".join(text.split())
    for expected in ("£146,799", "69.5%", "£211,117", "£212,117", "450+", "No evidence yet", "about breakfast"):
        assert expected in words
    assert "Not to be printed" not in words


def test_demonstration_stands_on_every_page(written, settings):
    settings.DEMO = True
    reader = PdfReader(BytesIO(pdf.render(on_paper(Frozen(snapshot.gather(written))))))
    assert all("Demonstration" in page.extract_text() for page in reader.pages)


def test_an_empty_section_says_what_the_law_asks(report):
    html = on_paper(Frozen(snapshot.gather(report)))
    assert "Nothing is written here yet.</strong> The law asks here for: voice of children and families." in html


def test_names_are_escaped(written):
    section = written.sections.get(key="voice")
    section.title, section.finding, section.no_evidence = "<b>A & B</b>", "<script>x</script>", "<i>x</i>"
    section.save()
    html = on_paper(Frozen(snapshot.gather(written)))
    assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in html
    assert "<script>x" not in html
    assert "<i>x</i>" not in html


def test_quotes_stand_between_the_parts_of_a_text():
    quotes = [{"text": "One"}, {"text": "Two"}]
    body = "<h3>A</h3><p>a</p><ul><li><h3>in a list</h3></li></ul><h3>B</h3><p>b</p>"
    parts = paper.parts_of(body, quotes)
    assert [(part.html[:9], part.quote and part.quote["text"]) for part in parts] == [
        ("<h3>A</h3", "One"),
        ("<h3>B</h3", None),
        ("", "Two"),
    ]


def test_five_lines_are_written_or_found(frozen):
    assert paper.five_lines(frozen)[0].startswith("290 children had a protection plan and 475 were in care")
    frozen.report["lines"] = ["Ours."]
    assert paper.five_lines(frozen) == ["Ours."]
