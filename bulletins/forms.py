import re

from django import forms
from django.core.validators import slug_re
from django.http import QueryDict
from django.utils import timezone

from bulletins.models import Item
from bulletins.services.archive import Selection
from governance.models import Priority

YEAR = re.compile(r"[12][0-9]{3}")


class SubscribeForm(forms.Form):
    """Asks for an address, and for nothing that is not needed to send to it."""

    email = forms.EmailField(
        label="Your email address",
        help_text="We send one email to check that it is yours. Nothing else comes before you press its button.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Enter your email address.",
            "invalid": "Enter an email address in full, as in name@example.org.",
        },
    )


class PreferencesForm(forms.Form):
    priorities = forms.ModelMultipleChoiceField(
        Priority.objects.none(),
        required=False,
        label="Special editions about",
        help_text="Tick what matters in your work. With nothing ticked you get every special edition.",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["priorities"].queryset = Priority.objects.current()


class ArchiveForm(forms.Form):
    """Reads the archive's address line; what it does not understand is passed over, never an error."""

    data: QueryDict
    q = forms.CharField(required=False, max_length=200)

    def selection(self) -> Selection:
        words = self.cleaned_data.get("q", "") if self.is_valid() else ""
        known = {kind.value for kind in Item.Kind}
        return Selection(
            words=words.strip(),
            years=tuple(int(year) for year in self.data.getlist("year") if YEAR.fullmatch(year)),
            priorities=tuple(dict.fromkeys(slug for slug in self.data.getlist("priority") if slug_re.fullmatch(slug))),
            kinds=tuple(kind for kind in self.data.getlist("kind") if kind in known),
        )


class ApproveForm(forms.Form):
    note = forms.CharField(
        label="Why you approve it alone",
        required=False,
        max_length=300,
        help_text="Only where you submitted it yourself and no colleague can read it. It is kept in the history.",
    )


class ScheduleForm(forms.Form):
    send_at = forms.SplitDateTimeField(
        label="When to send it",
        widget=forms.SplitDateTimeWidget(date_attrs={"type": "date"}, time_attrs={"type": "time"}),
        error_messages={"required": "Give a day and a time.", "invalid": "Give a day and a time, as in 09:30."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        days, clock = self.fields["send_at"].widget.widgets
        days.attrs["aria-label"], clock.attrs["aria-label"] = "Day to send it", "Time to send it"
        days.attrs["min"] = timezone.localdate().isoformat()
        days.format, clock.format = "%Y-%m-%d", "%H:%M"


class SendTestForm(forms.Form):
    addresses = forms.CharField(
        label="Who gets the test",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Email addresses with a space, comma or new line between them; ten at most.",
        error_messages={"required": "Give at least one email address."},
    )

    def clean_addresses(self) -> list[str]:
        words = self.cleaned_data["addresses"].replace(",", " ").replace(";", " ").split()
        addresses = list(dict.fromkeys(word.lower() for word in words))
        field = forms.EmailField()
        for address in addresses:
            try:
                field.clean(address)
            except forms.ValidationError:
                raise forms.ValidationError(f"“{address}” is not an email address.") from None
        if len(addresses) > 10:
            raise forms.ValidationError("A test goes to ten addresses at most.")
        return addresses
