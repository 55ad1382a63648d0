"""Spreadsheets in and out: the one door to django-import-export and tablib.

Imports take CSV or XLSX, are previewed first, and say for each row what is wrong with it.
Exports escape what a spreadsheet program would run as a formula: the library itself takes off one "=" and no more.
"""

import csv
import zipfile
from collections.abc import Iterable, Sequence

from django import forms
from django.http import HttpResponse
from import_export.admin import ImportExportMixin
from import_export.fields import Field
from import_export.formats import base_formats
from import_export.forms import ImportForm
from import_export.resources import ModelResource
from import_export.widgets import ForeignKeyWidget, Widget

MB = 1024 * 1024
LARGEST_MB = 5
LARGEST_UNPACKED_MB = 100
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


class SafeCells:
    """What people typed of themselves (a name, an address) must not run in the program of whoever opens the export."""

    def _escape_formulae(self, dataset):
        for _ in range(len(dataset)):
            dataset.append([safe_cell(cell) for cell in dataset.lpop()])


class CSV(SafeCells, base_formats.CSV):
    pass


class XLSX(SafeCells, base_formats.XLSX):
    pass


class SheetImportForm(ImportForm):
    def clean_import_file(self):
        upload = self.cleaned_data["import_file"]
        if upload.size > LARGEST_MB * MB:
            raise forms.ValidationError(f"The file is larger than {LARGEST_MB} MB. Import it in parts.")
        if unpacked_size(upload) > LARGEST_UNPACKED_MB * MB:
            raise forms.ValidationError("This file unpacks to far more than it should. It is not read.")
        return upload


class SheetMixin(ImportExportMixin):
    """Import for whoever may add and change, export for whoever may view."""

    formats = [CSV, XLSX]
    import_form_class = SheetImportForm

    def has_import_permission(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request):
        return self.has_view_permission(request)


class SheetResource(ModelResource):
    """Rows are checked as forms check them; the whole import happens or none of it."""

    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        use_transactions = True


class NamedWidget(ForeignKeyWidget):
    """Another row by its name, whatever the case of the letters."""

    def clean(self, value, row=None, **kwargs):
        name = str(value or "").strip()
        if not name:
            return None
        found = self.get_queryset(value, row, **kwargs).filter(**{f"{self.field}__iexact": name}).first()
        if found is None:
            raise ValueError(f"No {self.model._meta.verbose_name} is called “{name}”.")
        return found


class ChoiceWidget(Widget):
    """A choice, by its words or by its stored value; written by its words."""

    def __init__(self, choices: Sequence[tuple[str, str]]):
        super().__init__()
        self.labels = {str(value): str(label) for value, label in choices}

    def clean(self, value, row=None, **kwargs):
        typed = str(value or "").strip().lower()
        for stored, label in self.labels.items():
            if typed in (stored.lower(), label.lower()):
                return stored
        raise ValueError(f"“{value}” is none of: {', '.join(self.labels.values())}.")

    def render(self, value, obj=None, **kwargs):
        return self.labels.get(str(value), "")


def unpacked_size(upload) -> int:
    """What a workbook says it unpacks to, in bytes; 0 for what is no ZIP archive. No more is ever unpacked."""
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        return 0
    finally:
        upload.seek(0)


def safe_cell(value) -> str:
    """A cell that no spreadsheet program runs as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not _is_number(text) else text


def csv_response(name: str, headings: Sequence[str], rows: Iterable[Sequence]) -> HttpResponse:
    """A CSV download that opens rightly in Excel too (UTF-8 with its mark)."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(response)
    writer.writerow(headings)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return response


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


__all__ = [
    "CSV",
    "XLSX",
    "ChoiceWidget",
    "Field",
    "NamedWidget",
    "SheetMixin",
    "SheetResource",
    "csv_response",
    "safe_cell",
]
