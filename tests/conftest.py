import os
import uuid

import pytest
from django.core.cache import caches
from django.db import connection

from portal.accounts import roles
from tests import factories


@pytest.fixture(autouse=True)
def fresh_cache(monkeypatch):
    """Each test counts its own tries, also where the cache outlives it (Redis)."""
    monkeypatch.setattr(caches["default"], "key_prefix", uuid.uuid4().hex)


def pytest_collection_modifyitems(config, items):
    """Tests that need PostgreSQL are left out on the embedded default: .ci/run runs the suite on both."""
    if connection.vendor == "postgresql":
        return
    left_out = [item for item in items if item.get_closest_marker("postgres")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """With CI=true a skip is a failure: CI has every tool, so a skip there hides something."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped with CI=true: {report.longrepr}"
    return report


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
