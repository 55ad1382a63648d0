from django import forms

from portal.wording import counted
from training.models import Booking, Session


class BookingForm(forms.Form):
    """Asked of a person who books a place. What they typed stays when something is missing."""

    there = forms.BooleanField(
        label="I can be there from start to end, and my manager knows",
        error_messages={"required": "Tick to say that you can be there from start to end"},
    )
    needs = forms.CharField(
        label="Anything we should arrange for you",
        help_text="Access, diet, seating. Seen by the trainers only and deleted after the session.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class GiveBackForm(forms.Form):
    """`agreed` is what the page said when it was shown; if that is no longer true the person is asked again."""

    agreed = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label="Why you can't come", required=False, max_length=300)


class ReasonForm(forms.Form):
    """Why staff end somebody's booking: kept in its history."""

    reason = forms.CharField(max_length=300, help_text="Kept in the booking's history.")


class RegisterForm(forms.Form):
    """One choice per person, named by the booking's id."""

    CHOICES = [
        (Booking.Status.ATTENDED.value, "Attended"),
        (Booking.Status.DID_NOT_ATTEND.value, "Did not attend"),
        (Booking.Status.CONFIRMED.value, "Not marked"),
    ]

    def __init__(self, *args, bookings, **kwargs):
        super().__init__(*args, **kwargs)
        self.bookings = bookings
        for booking in bookings:
            self.fields[self._name(booking)] = forms.ChoiceField(
                label=booking.person.name,
                choices=self.CHOICES,
                initial=booking.status,
                widget=forms.RadioSelect(attrs={"class": "govuk-radios__input"}),
            )

    def rows(self):
        """(booking, its field) in order of names."""
        return [(booking, self[self._name(booking)]) for booking in self.bookings]

    def marks(self) -> dict[int, str]:
        return {booking.pk: self.cleaned_data[self._name(booking)] for booking in self.bookings}

    @staticmethod
    def _name(booking: Booking) -> str:
        return f"mark_{booking.pk}"


class CancelSessionForm(forms.Form):
    """The admin's own page for calling sessions off."""

    reason = forms.CharField(
        label="Why the session is cancelled",
        help_text="This sentence goes to everybody who is booked or waiting.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        error_messages={"required": "Say why the session is cancelled: people are told."},
    )


class SessionForm(forms.ModelForm):
    """A session in the admin: never fewer places than are taken, a place for a session in person."""

    class Meta:
        model = Session
        exclude: list[str] = []

    def clean_capacity(self) -> int:
        capacity = self.cleaned_data["capacity"]
        taken = self.instance.bookings.seated().count() if self.instance.pk else 0
        if capacity < max(taken, 1):
            raise forms.ValidationError(
                f"{counted(taken, 'place is,places are')} taken, so there can't be fewer." if taken else "At least one."
            )
        return capacity

    def clean_state(self) -> str:
        state = self.cleaned_data["state"]
        if state in (Session.State.CANCELLED, Session.State.DONE) and state != self.instance.state:
            raise forms.ValidationError(
                "Use the action “Cancel the chosen sessions” in the list: it tells everybody who is booked."
                if state == Session.State.CANCELLED
                else "A session is done when its register is complete."
            )
        if state == Session.State.DRAFT and self.instance.pk and self.instance.bookings.live().exists():
            raise forms.ValidationError("People are booked on it: cancel it instead of hiding it.")
        return state
