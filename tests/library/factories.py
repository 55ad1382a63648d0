from datetime import date

from django.utils.text import slugify

from portal.files import services as files
from portal.library.models import Document, DocumentVersion


def document(title: str = "Neglect policy", **fields) -> Document:
    defaults = {"slug": slugify(title), "kind": Document.Kind.POLICY, "summary": f"What {title} says."}
    return Document.objects.create(title=title, **{**defaults, **fields})


def version(row: Document, number: int = 1, with_file: bool = True, **fields) -> DocumentVersion:
    file = files.keep(f"version-{number}.pdf", b"%PDF-1.7 words", "application/pdf") if with_file else None
    defaults = {"file": file, "published_on": date(2024, 1, number)}
    return DocumentVersion.objects.create(document=row, number=number, **{**defaults, **fields})
