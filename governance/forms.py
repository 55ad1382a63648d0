"""Forms of people about themselves: who they are and where they work."""

from django import forms
from django.db import transaction

from governance.models import Agency, Membership
from governance.services import people

NO_AGENCY = "none"


class WorkplaceFields(forms.Form):
    """Where a person works: an agency of the list, or none with a reason."""

    agency = forms.ChoiceField(
        label="Where do you work?",
        help_text="If your service is not named, choose the organisation it belongs to.",
        error_messages={
            "required": "Choose where you work",
            "invalid_choice": "Choose an agency from the list, or say that you belong to none of them",
        },
    )
    job_title = forms.CharField(
        label="Job title",
        max_length=100,
        help_text="For instance health visitor, class teacher or childminder.",
        error_messages={"required": "Enter your job title"},
    )
    reason = forms.CharField(
        label="If you belong to none of these, how do you work with children here?",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="We read this before your account can book training.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = agency_choices()

    def clean(self):
        data = super().clean()
        if data.get("agency") == NO_AGENCY and not data.get("reason", "").strip() and "reason" not in self.errors:
            self.add_error("reason", "Say how you work with children here")
        return data

    def chosen_agency(self) -> Agency | None:
        chosen = self.cleaned_data["agency"]
        return None if chosen == NO_AGENCY else Agency.objects.joinable().get(pk=chosen)

    def workplace(self) -> dict:
        """What the services ask: agency, job title, and the reason of who belongs to none."""
        agency = self.chosen_agency()
        reason = self.cleaned_data["reason"] if agency is None else ""
        return {"agency": agency, "job_title": self.cleaned_data["job_title"], "reason": reason}


class SignupForm(WorkplaceFields):
    """What sign-up asks beyond address and password (allauth adds those)."""

    name = forms.CharField(
        label="Full name",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="As it should stand on your certificates.",
        error_messages={"required": "Enter your full name"},
    )
    field_order = ["name", "email", "password1", "agency", "job_title", "reason"]

    @transaction.atomic
    def signup(self, request, user) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
        people.claim_membership(people.person_of(user), **self.workplace(), by=user)


class WorkplaceForm(WorkplaceFields):
    """Where a person works now, and until when they worked where they did."""

    left_on = forms.DateField(
        label="Your last day there",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        help_text="Leave it empty for today, and when only your job title changes.",
        error_messages={"invalid": "Enter a date, such as 31/03/2024"},
    )

    def __init__(self, *args, membership: Membership | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].label = "Where do you work now?"
        if membership is None:
            del self.fields["left_on"]
        elif membership.agency:
            self.fields["left_on"].label = f"Your last day at {membership.agency}"

    def change(self, user) -> Membership:
        """Have the services do it. Raises GovernanceError."""
        left_on = self.cleaned_data.get("left_on")
        return people.change_workplace(people.person_of(user), **self.workplace(), left_on=left_on, by=user)


def agency_choices() -> list:
    """The agencies people may join, by sector, and at the end the way in for those who belong to none."""
    sectors: dict[str, list] = {}
    for pk, name, sector in Agency.objects.joinable().values_list("pk", "name", "sector"):
        sectors.setdefault(sector, []).append((str(pk), name))
    groups = [(label, sectors[value]) for value, label in Agency.Sector.choices if value in sectors]
    none = (NO_AGENCY, "I work with children but belong to none of these (volunteer, childminder, foster carer)")
    return [("", "Choose"), *groups, ("Not in the list", [none])]


class ListDateForm(forms.Form):
    """The day for which a dated list is shown."""

    on = forms.DateField(
        label="Show the list as it stood on",
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"invalid": "Enter a date, such as 31/03/2024"},
    )

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day and day.year < 1900:
            raise forms.ValidationError("Enter a date, such as 31/03/2024")
        return day
