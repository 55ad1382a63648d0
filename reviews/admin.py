from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget

from portal.acts import Act, ActsMixin
from portal.admin_history import SimpleHistoryAdmin
from portal.wording import day_month_year
from reviews import services
from reviews.errors import ReviewsError
from reviews.models import CaseReview, PracticeChange, ReviewDocument


class PublishForm(forms.Form):
    on = forms.DateField(
        label="Day of publication",
        required=False,
        widget=AdminDateWidget,
        help_text="Left empty: the day entered, or today.",
    )


def publish(review, user, answers) -> str:
    review = services.publish(review, by=user, on=answers["on"])
    return f"{review.pseudonym} is on the site, dated {day_month_year(review.published_on)}."


def withdraw(review, user, answers) -> str:
    services.withdraw(review, by=user)
    return f"{review.pseudonym} is no longer on the site."


class PracticeChangeInline(admin.TabularInline):
    model = PracticeChange
    extra = 0


class ReviewDocumentInline(admin.TabularInline):
    model = ReviewDocument
    autocomplete_fields = ["document"]
    extra = 0


@admin.register(CaseReview)
class CaseReviewAdmin(ActsMixin, SimpleHistoryAdmin):
    list_display = ["pseudonym", "kind", "reference", "status", "notified_on", "published_on", "is_published"]
    list_filter = ["kind", "status", "is_published", "priorities", "published_on"]
    search_fields = ["pseudonym", "reference", "lead", "themes"]
    prepopulated_fields = {"slug": ["pseudonym"]}
    autocomplete_fields = ["priorities"]
    readonly_fields = ["is_published"]
    inlines = [PracticeChangeInline, ReviewDocumentInline]
    fieldsets = [
        ("Never shown to the public", {"fields": ["reference", "status", "notified_on", "note"]}),
        (
            "On the public page",
            {
                "fields": [
                    ("kind", "is_published"),
                    ("pseudonym", "slug"),
                    "published_on",
                    "lead",
                    "summary",
                    "asks",
                    "good_practice",
                    "themes",
                    "priorities",
                ],
                "description": "Write nothing by which a child could be known: no name, date of birth, school or address.",
            },
        ),
    ]
    acts = (
        Act(
            "publish",
            "Publish",
            "Everybody will be able to read this review.",
            publish,
            ReviewsError,
            form=PublishForm,
            possible=lambda review: not review.is_published and review.kind != CaseReview.Kind.RAPID,
        ),
        Act(
            "withdraw",
            "Take off the site",
            "Readers will no longer find this review. Published reports are to stay for at least a year.",
            withdraw,
            ReviewsError,
            possible=lambda review: review.is_published,
            is_destructive=True,
        ),
    )

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields
