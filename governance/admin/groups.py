from django.contrib import admin
from django.db.models import Count, Q

from governance.models import ChairTerm, Group, GroupFunction, Seat, SeatHolding
from portal.admin_history import SimpleHistoryAdmin


class GroupFunctionInline(admin.TabularInline):
    model = GroupFunction
    extra = 0


class SeatInline(admin.TabularInline):
    model = Seat
    extra = 0
    fields = ["role", "agency", "description", "count", "member_type", "chairing", "position", "start", "end"]
    autocomplete_fields = ["agency"]
    show_change_link = True


class ChairTermInline(admin.TabularInline):
    model = ChairTerm
    extra = 0
    autocomplete_fields = ["person", "agency"]


class SeatHoldingInline(admin.TabularInline):
    model = SeatHolding
    extra = 0
    autocomplete_fields = ["person"]


@admin.register(Group)
class GroupAdmin(SimpleHistoryAdmin):
    list_display = ["name", "kind", "frequency", "seat_count", "is_public", "position", "end"]
    list_editable = ["position"]
    list_filter = ["kind", "is_public"]
    search_fields = ["name", "short_name"]
    autocomplete_fields = ["reports_to"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [GroupFunctionInline, ChairTermInline, SeatInline]

    def get_queryset(self, request):
        open_seats = Count("seats", filter=Q(seats__end__isnull=True))
        return super().get_queryset(request).annotate(open_seats=open_seats)

    @admin.display(description="seats", ordering="open_seats")
    def seat_count(self, group):
        return group.open_seats


@admin.register(Seat)
class SeatAdmin(SimpleHistoryAdmin):
    list_display = ["printed", "agency", "group", "chairing", "member_type", "end"]
    list_filter = ["group", "chairing", "member_type"]
    list_select_related = ["agency", "group"]
    search_fields = ["role", "description", "agency__name", "group__name", "holdings__person__name"]
    autocomplete_fields = ["group", "agency"]
    inlines = [SeatHoldingInline]


@admin.register(ChairTerm)
class ChairTermAdmin(SimpleHistoryAdmin):
    list_display = ["group", "person", "role", "agency", "is_deputy", "start", "end"]
    list_filter = ["group", "is_deputy"]
    list_select_related = ["group", "person", "agency"]
    search_fields = ["group__name", "person__name", "role", "agency__name"]
    autocomplete_fields = ["group", "person", "agency"]
