from django.contrib import admin
from django.utils.html import format_html

from portal.files.models import StoredFile
from portal.read_only import ReadOnlyAdmin


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdmin):
    """Files in private storage, to look at. They are added and replaced where they belong."""

    list_display = ["name", "content_type", "size", "uploaded_by", "uploaded_at", "read"]
    list_filter = ["content_type"]
    search_fields = ["name", "sha256", "uploaded_by__email"]
    list_select_related = ["uploaded_by"]
    date_hierarchy = "uploaded_at"
    exclude = ["content"]  # its link would lead to storage, past the check of who may read
    readonly_fields = ["read"]

    @admin.display(description="file")
    def read(self, stored: StoredFile) -> str:
        return format_html('<a href="{}">Download</a>', stored.get_absolute_url())
