from django import forms
from django.contrib.admin.widgets import AdminDateWidget

from governance.models import Person
from governance.register.models import Evidence
from portal.files.forms import CheckedFileField

KINDS = ("pdf", "docx", "xlsx", "pptx", "csv", "png", "jpeg")


class EvidenceForm(forms.ModelForm):
    """Evidence in the admin: an upload becomes its file."""

    upload = CheckedFileField(kinds=KINDS, required=False, label="New file")

    class Meta:
        model = Evidence
        fields = ["description", "dated"]


class ReportForm(forms.Form):
    """What was done, in the owner's words."""

    text = forms.CharField(label="What was done", widget=forms.Textarea(attrs={"rows": 5, "cols": 80}))


class ProgressForm(ReportForm):
    forecast_on = forms.DateField(
        label="Now expected to be done by", required=False, widget=AdminDateWidget, help_text="Only if it has moved."
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 5, "cols": 80}))


class VerifyForm(forms.Form):
    """Who looked at the evidence, and what changed for children."""

    verifier = forms.ModelChoiceField(
        label="Verified by",
        queryset=Person.objects.all(),
        help_text="Neither the holder of the owning seat nor the person who reported it done.",
    )
    outcome = forms.CharField(label="What changed for children", widget=forms.Textarea(attrs={"rows": 5, "cols": 80}))
