from django.contrib import admin

from governance.models import Contribution, FinancialYear, OtherIncome
from governance.services import funding
from portal.admin_history import SimpleHistoryAdmin
from portal.wording import money


class ContributionInline(admin.TabularInline):
    model = Contribution
    extra = 0
    autocomplete_fields = ["agency"]


class OtherIncomeInline(admin.TabularInline):
    model = OtherIncome
    extra = 0


@admin.register(FinancialYear)
class FinancialYearAdmin(SimpleHistoryAdmin):
    list_display = ["name", "contributed", "from_reserve", "one_off_grant", "is_public"]
    list_filter = ["is_public"]
    search_fields = ["start"]
    inlines = [ContributionInline, OtherIncomeInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("contributions", "other_income")

    @admin.display(description="contributions")
    def contributed(self, year):
        return money(funding.of_year(year).contributed)
