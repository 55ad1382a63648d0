import pytest

from tests.mail.sink import Sink


@pytest.fixture
def sink(settings):
    """Mail leaves by SMTP, to a server of this test's own."""
    with Sink() as running:
        settings.MAIL_TRANSPORT = "smtp"
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = running.port
        settings.EMAIL_TIMEOUT = 2
        settings.SITE_URL = "https://portal.rivermouth.example"
        settings.DEFAULT_FROM_EMAIL = "Rivermouth Partnership <no-reply@rivermouth.example>"
        yield running
