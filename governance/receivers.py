"""What follows in governance from events of accounts."""

from allauth.account.signals import email_changed, email_confirmed, user_signed_up
from django.dispatch import receiver

from governance.models import Person
from governance.services import people


@receiver(email_confirmed)
def confirm_workplace(email_address, **kwargs) -> None:
    """An address at the domain of the claimed agency proves that the person works there."""
    people.confirm_by_address(email_address.user, email_address.email)


@receiver(user_signed_up)
def confirm_workplace_of_known_address(user, **kwargs) -> None:
    """An identity provider has proved the address before the account was made."""
    people.confirm_by_proved_addresses(user)


@receiver(email_changed)
def follow_address(user, to_email_address, **kwargs) -> None:
    """The person's address follows that of the login."""
    for person in Person.objects.filter(user=user):
        person.email = to_email_address.email
        person.save()
