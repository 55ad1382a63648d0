from django import forms

from portal.files.forms import CheckedFileField
from portal.library.models import DocumentVersion

KINDS = ("pdf", "docx", "xlsx", "pptx", "png", "jpeg", "mp4")


class VersionForm(forms.ModelForm):
    """A version in the admin: an upload becomes its file, and an empty number the next one."""

    number = forms.IntegerField(min_value=1, max_value=999, required=False, help_text="Left empty: the next number.")
    upload = CheckedFileField(kinds=KINDS, required=False, label="New file")

    class Meta:
        model = DocumentVersion
        fields = ["number", "published_on", "note"]
