"""allauth's forms in this house's words: labels instead of placeholders, one line of advice on passwords."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm as BaseActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm as BaseAddWebAuthnForm
from allauth.mfa.webauthn.forms import EditWebAuthnForm as BaseEditWebAuthnForm
from allauth.socialaccount.forms import SignupForm as BaseSocialSignupForm
from django.core.validators import EmailValidator, MaxLengthValidator

PASSWORD_ADVICE = "At least 12 characters. Three words that don't belong together make a good one."  # noqa: S105  # advice


NO_ADDRESS = "Enter an email address in full, like name@example.com"


class InOurWords:
    """Puts labels, hints and sentences for errors on the fields that the form has; takes placeholders off."""

    words = {
        "login": ("Email address", "", "Enter your email address"),
        "email": ("Email address", "", "Enter an email address, like name@example.com"),
        "password": ("Password", "", "Enter your password"),
        "password1": ("Password", PASSWORD_ADVICE, "Enter a password"),
        "password2": ("The same password again", "", "Enter the password again"),
        "oldpassword": ("Your current password", "", "Enter your current password"),
        "code": ("Code", "", "Enter the code"),
        "name": ("Name of the key", "", "Enter a name"),
        "passwordless": (
            "Sign in with it alone, without the password",
            "Then it is a passkey: it asks for your finger, face or PIN.",
            "",
        ),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            label, hint, missing = self.words.get(name, (field.label, field.help_text, ""))
            field.label, field.help_text = label, hint
            if missing:
                field.error_messages["required"] = missing
            if name in ("login", "email"):
                # Not validate_email itself: that one is shared by every form.
                field.validators = [EmailValidator(message=NO_ADDRESS), MaxLengthValidator(254)]


class SignupForm(InOurWords, account.SignupForm):
    words = {
        **InOurWords.words,
        "email": (
            "Work email address",
            "If it is an address of your agency, we know at once that you work there.",
            "Enter your email address",
        ),
    }
    words.pop("name")


class SocialSignupForm(InOurWords, BaseSocialSignupForm):
    words = SignupForm.words


class LoginForm(InOurWords, account.LoginForm):
    pass


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):
    words = {**InOurWords.words, "password1": ("New password", PASSWORD_ADVICE, "Enter a new password")}


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    words = ResetPasswordKeyForm.words


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    pass


class AddEmailForm(InOurWords, account.AddEmailForm):
    words = {**InOurWords.words, "email": ("New email address", "", "Enter the new email address")}


class RequestLoginCodeForm(InOurWords, account.RequestLoginCodeForm):
    pass


class ConfirmLoginCodeForm(InOurWords, account.ConfirmLoginCodeForm):
    pass


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    pass


class AuthenticateForm(InOurWords, mfa.AuthenticateForm):
    words = {**InOurWords.words, "code": ("Code from the app, or a recovery code", "", "Enter the code")}


class MFAReauthenticateForm(InOurWords, mfa.ReauthenticateForm):
    words = AuthenticateForm.words


class ActivateTOTPForm(InOurWords, BaseActivateTOTPForm):
    words = {**InOurWords.words, "code": ("Six digits from the app", "", "Enter the six digits that the app shows")}


class AddWebAuthnForm(InOurWords, BaseAddWebAuthnForm):
    pass


class EditWebAuthnForm(InOurWords, BaseEditWebAuthnForm):
    pass
