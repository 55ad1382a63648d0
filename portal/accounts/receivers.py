"""What follows from events of allauth."""

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, password_reset
from allauth.mfa.signals import authenticator_added
from allauth.usersessions.models import UserSession
from django.dispatch import receiver


@receiver(authenticator_added)
def end_sessions_without_the_factor(request, user, **kwargs) -> None:
    """Sessions that began before the factor was set up would pass without it: they end."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
        session.end()


@receiver(password_reset)
def confirm_the_only_address(request, user, **kwargs) -> None:
    """Who follows the link of the mail reads that mailbox: an invited person's only address is confirmed by it."""
    addresses = list(EmailAddress.objects.filter(user=user))
    if len(addresses) == 1 and not addresses[0].verified and addresses[0].set_verified():
        email_confirmed.send(sender=EmailAddress, request=request, email_address=addresses[0])
