import zipfile
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.spreadsheets import safe_cell
from tests import factories
from tests.bulletins import factories as bulletins

pytestmark = pytest.mark.django_db
FORMULAE = ["=1+1", "==1+1", "+1+cmd", "-1+cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1"]
CSV, XLSX = "0", "1"


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


def export(desk, model: str, file_format: str, resource: int = 0):
    page = desk.get(reverse(f"admin:{model}_export")).context["form"]
    chosen = {name: "on" for name, field in page.fields.items() if field.widget.input_type == "checkbox"}
    return desk.post(reverse(f"admin:{model}_export"), {**chosen, "format": file_format, "resource": resource})


@pytest.mark.parametrize("formula", FORMULAE)
def test_safe_cell_is_text_for_every_program(formula):
    assert safe_cell(formula) == f"'{formula}"


@pytest.mark.parametrize("value", ["Pat", "-3", "+4.5", "", "a=b"])
def test_safe_cell_leaves_words_and_numbers_alone(value):
    assert safe_cell(value) == value


def test_export_of_people_runs_no_formula(desk):
    """People write their own names, and the business unit opens the table."""
    factories.person("@SUM(1+1)*cmd|'/C calc'!A0", "pat@rivermouth.example")
    factories.person("==1+1", "max@rivermouth.example")
    text = export(desk, "governance_person", CSV).content.decode()
    assert "'@SUM(1+1)" in text
    assert "'==1+1" in text


def test_export_to_excel_runs_no_formula(desk):
    factories.person("+1+cmd", "pat@rivermouth.example")
    book = openpyxl.load_workbook(BytesIO(export(desk, "governance_person", XLSX).content))
    assert "'+1+cmd" in [cell.value for row in book.active for cell in row]


def test_export_of_subscribers_runs_no_formula(desk):
    bulletins.reader("=cmd|a!b@rivermouth.example")
    assert "'=cmd|a!b@rivermouth.example" in export(desk, "bulletins_subscription", CSV).content.decode()


def test_import_reads_no_workbook_that_unpacks_to_too_much(desk):
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(11):
            archive.writestr(f"xl/sheet{number}.xml", bytes(10 * 1024 * 1024))
    upload = SimpleUploadedFile("people.xlsx", bomb.getvalue())
    page = desk.post(reverse("admin:governance_person_import"), {"import_file": upload, "format": XLSX})
    assert "unpacks to far more than it should" in str(page.context["form"].errors["import_file"])
