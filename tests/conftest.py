import pytest

from portal.accounts import roles
from tests import factories


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
