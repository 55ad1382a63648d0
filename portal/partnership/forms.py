from dataclasses import dataclass

from django import forms
from django.contrib.admin.widgets import AdminFileWidget

from portal.files.forms import CheckedFileField
from portal.partnership.models import HEX, Notice, Partnership
from portal.partnership.palette import contrast

WHITE = "#ffffff"


@dataclass(frozen=True)
class Pair:
    """Text on ground, each a field of the partnership or white; `least` is the ratio they must reach."""

    field: str
    other: str
    least: float
    sentence: str
    cure: str


PAIRS = (
    Pair("colour_deep", WHITE, 7, "White text on this ground", "Take a darker one."),
    Pair("colour_brand", WHITE, 4.5, "Links in this colour on white", "Take a darker one."),
    Pair("colour_pale", "colour_deep", 4.5, "Text in this colour on the deep ground", "Take a lighter one."),
)


class PartnershipForm(forms.ModelForm):
    """Refuses colours that people could not read, and a logo that is no picture whatever its name says."""

    logo = CheckedFileField(kinds=("png", "jpeg", "webp"), max_mb=2, required=False, widget=AdminFileWidget)

    class Meta:
        model = Partnership
        fields = "__all__"  # noqa: DJ007 - the fieldsets of the admin name the fields

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        for pair in PAIRS:
            colour, other = cleaned.get(pair.field), cleaned.get(pair.other, pair.other)
            if not (HEX.regex.match(colour or "") and HEX.regex.match(other)):
                continue  # the colour itself is refused
            ratio = contrast(colour, other)
            if ratio < pair.least:
                self.add_error(
                    pair.field,
                    f"{pair.sentence} has a contrast of {ratio:.1f} to 1; people need {pair.least:g} to 1. {pair.cure}",
                )
        return cleaned


class NoticeForm(forms.ModelForm):
    """Every page shows a notice, so its link is a web address and nothing that acts."""

    class Meta:
        model = Notice
        fields = "__all__"  # noqa: DJ007 - all of them are the business unit's

    def clean_link_url(self):
        url = self.cleaned_data["link_url"].strip()
        on_this_site = url.startswith("/") and not url.startswith(("//", "/\\"))
        if url and not on_this_site and not url.startswith(("https://", "http://")):
            raise forms.ValidationError("Start the address with https:// or, on this site, with a slash.")
        return url
