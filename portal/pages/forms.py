from django import forms

from portal.pages.models import Feedback


class FeedbackForm(forms.ModelForm):
    """What somebody wants to tell us, and where to answer if they wish."""

    class Meta:
        model = Feedback
        fields = ["message", "email", "page"]
        labels = {"message": "What would you like to tell us?", "email": "Your email address"}
        help_texts = {
            "message": "Leave out names and anything else by which a child or family could be known. "
            "Nobody reads this at night: if a child is at risk now, call the numbers above.",
            "email": "Only if you would like an answer. We remove it after a year.",
        }
        widgets = {"message": forms.Textarea(attrs={"rows": 7}), "page": forms.HiddenInput()}
        error_messages = {
            "message": {"required": "Write what you would like to tell us."},
            "email": {"invalid": "Enter an email address in full, as in name@example.org."},
        }
