import uuid

import pytest
from django.core.cache import caches

from portal.accounts import roles
from tests import factories


@pytest.fixture(autouse=True)
def fresh_cache(monkeypatch):
    """Each test counts its own tries, also where the cache outlives it (Redis)."""
    monkeypatch.setattr(caches["default"], "key_prefix", uuid.uuid4().hex)


@pytest.fixture
def partnership(db):
    return factories.partnership()


@pytest.fixture
def practitioner(partnership):
    return factories.user(roles.PRACTITIONER)


@pytest.fixture
def officer(partnership):
    """A business-unit officer."""
    return factories.user(roles.BUSINESS_UNIT)


@pytest.fixture
def executive(partnership):
    return factories.user(roles.EXECUTIVE)
