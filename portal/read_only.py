"""Admin pages to look at and never to edit: what the portal itself writes down."""

from django.contrib import admin


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows are neither added, changed nor deleted by hand."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
