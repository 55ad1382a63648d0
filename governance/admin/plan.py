from django.contrib import admin

from governance.models import Priority
from portal.admin_history import SimpleHistoryAdmin


@admin.register(Priority)
class PriorityAdmin(SimpleHistoryAdmin):
    list_display = ["name", "position", "start", "end"]
    list_editable = ["position"]
    list_filter = ["start", "end"]
    search_fields = ["name", "summary"]
    prepopulated_fields = {"slug": ["name"]}
