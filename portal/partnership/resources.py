"""Moved pages as a spreadsheet, so that the addresses of a former website can be brought along in one go."""

from django.core.exceptions import ValidationError

from portal.partnership.models import MovedPage
from portal.spreadsheets import SheetResource


class MovedPageSheet(SheetResource):
    class Meta(SheetResource.Meta):
        model = MovedPage
        name = "Moved pages"
        import_id_fields = ["old_path"]
        fields = ["old_path", "new_path", "reason"]

    def before_import_row(self, row, **kwargs):
        for column in self._meta.fields:
            row[column] = str(row.get(column) or "").strip()
        if not row["old_path"]:
            raise ValidationError({"old_path": "The old path is missing."})
        if row["new_path"] and row["new_path"] == row["old_path"]:
            raise ValidationError({"new_path": "The page would lead to itself."})
