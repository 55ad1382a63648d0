from django import forms

from governance.documents.models import ReportSection, SectionQuote, YearlyReport
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


class ReportSectionForm(forms.ModelForm):
    class Meta:
        model = ReportSection
        fields = ["number", "title", "finding", "body", "no_evidence", "author", "due_on"]
        widgets = {"finding": forms.Textarea(attrs={"rows": 2}), "no_evidence": forms.Textarea(attrs={"rows": 4})}


class SectionQuoteForm(forms.ModelForm):
    class Meta:
        model = SectionQuote
        fields = ["text", "source", "consent", "position"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}
