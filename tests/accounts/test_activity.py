from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.urls import reverse
from django.utils import timezone

pytestmark = pytest.mark.django_db
URL = reverse("pages:my_page")


@pytest.fixture
def noted(client, practitioner):
    """The session of a practitioner, noted half a minute ago."""
    client.force_login(practitioner)
    client.get(URL, headers={"User-Agent": "One"})
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(seconds=30))
    return UserSession.objects.get()


def test_session_is_noted_once_a_minute(client, noted):
    client.get(URL, headers={"User-Agent": "One"})
    assert UserSession.objects.get().last_seen_at == noted.last_seen_at
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(seconds=61))
    client.get(URL, headers={"User-Agent": "One"})
    assert UserSession.objects.get().last_seen_at > noted.last_seen_at


def test_session_from_another_browser_is_noted_at_once(client, noted):
    client.get(URL, headers={"User-Agent": "Two"})
    row = UserSession.objects.get()
    assert row.user_agent == "Two" and row.last_seen_at > noted.last_seen_at
