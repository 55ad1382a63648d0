"""What is taken into storage, and above all what is not."""

import struct
import zipfile
import zlib
from hashlib import sha256
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from PIL import Image

from portal.files import services
from portal.files.errors import FilesError
from portal.files.kinds import KINDS
from portal.files.models import StoredFile

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
ALL = tuple(KINDS)


def picture(kind: str = "PNG", size: tuple[int, int] = (3, 2)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return out.getvalue()


def packed(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def picture_of_many_pixels() -> bytes:
    """A PNG of a few bytes that says it is 60,000 by 60,000."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


DOCX = packed("[Content_Types].xml", "word/document.xml")
SAMPLES = {
    "pdf": PDF,
    "docx": DOCX,
    "xlsx": packed("[Content_Types].xml", "xl/workbook.xml"),
    "pptx": packed("[Content_Types].xml", "ppt/presentation.xml"),
    "png": picture(),
    "jpeg": picture("JPEG"),
    "webp": picture("WEBP"),
    "gif": picture("GIF"),
    "mp4": b"\x00\x00\x00\x18ftypmp42" + bytes(100),
    "webm": b"\x1aE\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1f\x42\x82\x84webm" + bytes(100),
    "mp3": b"ID3\x04\x00" + bytes(100),
    "ics": b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    "vtt": b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n",
    "csv": "name,agency\nZoë,Hospital\n".encode(),
    "txt": b"Some words\n",
    "zip": packed("a.txt"),
}


def store(name: str, content: bytes, kinds=ALL, by=None, **fields) -> StoredFile:
    return services.store(SimpleUploadedFile(name, content), by=by, kinds=kinds, **fields)


def refusal(name: str, content: bytes, kinds=("pdf", "docx"), **fields) -> str:
    with pytest.raises(FilesError) as caught:
        store(name, content, kinds, **fields)
    assert not StoredFile.objects.exists()
    return str(caught.value)


@pytest.mark.parametrize("kind", SAMPLES)
def test_store_knows_each_kind_by_its_content(kind):
    stored = store(f"sample.{kind}", SAMPLES[kind], kinds=(kind,))
    assert stored.content_type == KINDS[kind].content_type
    assert services.content_of(stored).read() == SAMPLES[kind]


def test_every_kind_has_a_sample():
    assert set(SAMPLES) == set(KINDS)


def test_store_keeps_size_sum_and_owner(officer):
    stored = store("report.pdf", PDF, by=officer)
    assert (stored.name, stored.size, stored.sha256) == ("report.pdf", len(PDF), sha256(PDF).hexdigest())
    assert stored.uploaded_by == officer
    assert "report" not in stored.content.name


def test_store_takes_a_large_upload_from_disk():
    upload = TemporaryUploadedFile("report.pdf", "application/pdf", 0, None)
    upload.write(PDF)
    upload.size = len(PDF)
    upload.seek(0)
    assert services.content_of(services.store(upload, by=None, kinds=("pdf",))).read() == PDF
    upload.close()


def test_store_takes_the_windows_csv_of_excel():
    assert store("a.csv", "name\nZoë £5\n".encode("cp1252"), kinds=("csv",)).name == "a.csv"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.pdf", EXE),
        ("report.pdf", SVG),
        ("report.pdf", b"<html><script>alert(1)</script></html>"),
        ("report.pdf", b"just words"),
        ("report.pdf", picture()),
        ("report.docx", packed("a.txt")),
        ("report.docx", packed("[Content_Types].xml", "other/x.xml")),
        ("report.pdf", b"\x00" * 50),
    ],
)
def test_store_refuses_what_only_its_name_says(name, content):
    assert refusal(name, content).startswith("The file must be a PDF or Word (.docx)")


@pytest.mark.parametrize("name", ["table.csv", "words.txt", "picture.png", "picture.svg", "page.html"])
@pytest.mark.parametrize(
    "content", [SVG, b"\xef\xbb\xbf \n<!DOCTYPE html><p>", b"<?xml version='1.0'?><svg/>", b"#!/bin/sh\n", EXE]
)
def test_store_refuses_active_content_whatever_is_allowed(name, content):
    assert "its content is something else" in refusal(name, content, kinds=ALL)


def test_store_refuses_an_empty_file():
    assert refusal("report.pdf", b"") == "The file is empty. Choose another one."


def test_store_refuses_a_large_file(settings):
    settings.MAX_UPLOAD_MB = 1
    assert refusal("report.pdf", PDF + bytes(1024 * 1024)) == "The file is larger than 1 MB. Choose a smaller one."


def test_store_refuses_a_picture_that_unpacks_to_gigabytes():
    assert "50 million pixels" in refusal("small.png", picture_of_many_pixels(), kinds=("png",))


@pytest.mark.parametrize("content", [picture()[:40], b"\xff\xd8\xff" + bytes(40), b"PK\x03\x04" + bytes(40)])
def test_store_refuses_a_damaged_file(content):
    assert "damaged" in refusal("x.png", content, kinds=ALL)


def test_store_refuses_macros():
    content = packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")
    assert "macros" in refusal("report.docx", content)


def test_store_refuses_an_archive_that_unpacks_to_gigabytes():
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        for n in range(6):
            archive.writestr(f"word/{n}.xml", bytes(100 * 1024 * 1024))
    assert "unpacks to far more" in refusal("report.docx", out.getvalue())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\pat\\My report.PDF", "My report.PDF"),
        ('a"b<c>|d;e\r\nX: y.pdf', "abcdeX y.pdf"),
        ("report\u202efdp.exe", "reportfdp.pdf"),
        ("report.exe", "report.pdf"),
        ("report", "report.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("...", "file.pdf"),
        ("", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 150 + ".pdf"),
        ("Zoë's 2024.25 plan.pdf", "Zoë's 2024.25 plan.pdf"),
        ("Minutes of 4.12 meeting", "Minutes of 4.12 meeting.pdf"),
    ],
)
def test_clean_name(given, kept):
    assert services.clean_name(given, KINDS["pdf"]) == kept


def test_keep_stores_our_own_output():
    stored = services.keep("Yearly report 2023-24.pdf", PDF, "application/pdf")
    assert (stored.name, stored.uploaded_by) == ("Yearly report 2023-24.pdf", None)


def test_check_takes_the_picture_of_a_telephone_that_holds_two():
    out = BytesIO()
    first = Image.new("RGB", (3, 2), "teal")
    first.save(out, "MPO", save_all=True, append_images=[first.copy()])
    assert services.check(SimpleUploadedFile("photo.jpg", out.getvalue()), kinds=("jpeg",)).name == "jpeg"
