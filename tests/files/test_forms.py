import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.files.forms import CheckedFileField
from tests.files.test_services import EXE, PDF


class PaperForm(forms.Form):
    paper = CheckedFileField(kinds=("pdf", "docx"), max_mb=1)
    cover = CheckedFileField(kinds=("jpeg",), required=False)


def errors(name: str = "", content: bytes | None = None) -> list[str]:
    files = {} if content is None else {"paper": SimpleUploadedFile(name, content)}
    return PaperForm({}, files).errors.get("paper", [])


def test_field_takes_the_right_file():
    assert errors("a.pdf", PDF) == []


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", None, "Choose a file."),
        ("a.pdf", b"", "The file is empty. Choose another one."),
        (
            "a.pdf",
            EXE,
            "The file must be a PDF or Word (.docx): its content is something else, whatever its name says.",
        ),
        ("a.pdf", PDF + bytes(1024 * 1024), "The file is larger than 1 MB. Choose a smaller one."),
    ],
)
def test_field_says_what_is_wrong(name, content, sentence):
    assert errors(name, content) == [sentence]


def test_field_says_what_it_takes():
    field = PaperForm().fields["paper"]
    assert field.help_text == "PDF or Word (.docx), up to 1 MB."
    assert field.widget.attrs["accept"] == ".pdf,.docx"
    assert PaperForm().fields["cover"].widget.attrs["accept"] == ".jpeg,.jpg,.jpe"


@pytest.mark.django_db
def test_field_hands_on_a_file_that_can_be_stored():
    from portal.files import services

    form = PaperForm({}, {"paper": SimpleUploadedFile("a.pdf", PDF)})
    assert form.is_valid()
    stored = services.store(form.cleaned_data["paper"], by=None, kinds=("pdf", "docx"))
    assert services.content_of(stored).read() == PDF
