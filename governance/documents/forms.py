from django import forms

from governance.documents.models import YearlyReport
from portal.guidance import editions


class YearlyReportForm(forms.ModelForm):
    edition = forms.ChoiceField(
        label="Edition of the guidance",
        help_text="Decides the outline and what the report must answer. It can't be changed once sections are written.",
    )

    class Meta:
        model = YearlyReport
        fields = ["title", "slug", "subtitle", "period_start", "period_end", "edition", "year_in_lines"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["edition"].choices = [(name, editions.edition(name).title) for name in editions.names()]
        if self.instance.pk:
            self.fields["edition"].disabled = True
