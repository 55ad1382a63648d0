import re
import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value

from portal.mail.models import Delivery


class Letters:
    """What the outbox holds, newest last, with the personal parts put in."""

    def __len__(self) -> int:
        return Delivery.objects.count()

    def _delivery(self, address: str) -> Delivery:
        return Delivery.objects.filter(address=address).select_related("message").latest("pk")

    def to(self, address: str) -> str:
        delivery = self._delivery(address)
        text = delivery.message.text
        for name, value in delivery.slots.items():
            text = text.replace(f"[[{name}]]", value)
        return text

    def subject_to(self, address: str) -> str:
        return self._delivery(address).message.subject

    def path_to(self, address: str) -> str:
        return re.search(r"http://localhost:8000(/account/\S+)", self.to(address)).group(1)


@pytest.fixture
def letters(db):
    return Letters()


class App:
    """An authenticator app on a telephone."""

    def __init__(self, secret: str):
        self.secret = secret

    def code(self) -> str:
        return f"{hotp_value(self.secret, int(time.time()) // 30):06d}"


@pytest.fixture
def with_app(partnership):
    """Give a person an authenticator app that is set up already."""

    def with_app(user) -> App:
        secret = generate_totp_secret()
        TOTP.activate(user, secret)
        return App(secret)

    return with_app
