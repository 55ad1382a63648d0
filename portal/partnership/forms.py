from dataclasses import dataclass

from django import forms

from portal.partnership.models import Partnership
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
    """Refuses colours that people could not read."""

    class Meta:
        model = Partnership
        fields = "__all__"  # noqa: DJ007 - the fieldsets of the admin name the fields

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        for pair in PAIRS:
            colour, other = cleaned.get(pair.field), cleaned.get(pair.other, pair.other)
            if not colour or not other.startswith("#"):
                continue  # the colour itself was refused
            ratio = contrast(colour, other)
            if ratio < pair.least:
                self.add_error(
                    pair.field,
                    f"{pair.sentence} has a contrast of {ratio:.1f} to 1; people need {pair.least:g} to 1. {pair.cure}",
                )
        return cleaned
