import pytest


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    """Officers walk straight in: the second factor has tests of its own (tests/accounts)."""
    settings.MFA_REQUIRED = False
