from django.contrib import admin

from governance.models import RecordedFigure
from portal.admin_history import SimpleHistoryAdmin


@admin.register(RecordedFigure)
class RecordedFigureAdmin(SimpleHistoryAdmin):
    list_display = ["label", "value", "unit", "qualifier", "start", "end", "source", "is_illustrative"]
    list_filter = ["start", "qualifier", "is_illustrative"]
    search_fields = ["key", "label", "source"]
    readonly_fields = ["entered_by"]

    def save_model(self, request, obj, form, change):
        if obj.entered_by is None:
            obj.entered_by = request.user
        super().save_model(request, obj, form, change)
