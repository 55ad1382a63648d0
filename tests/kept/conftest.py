import pytest

from portal.kept.keeping import forget


@pytest.fixture
def keeping(settings):
    """Pages are kept, beginning with none."""
    settings.KEPT_PAGES = 50
    forget()
    yield
    forget()
