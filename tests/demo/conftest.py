"""Loading takes seconds, so the tests of a module share one load, rolled back when the module ends."""

import pytest
from django.db import transaction

from demo import loader
from demo.source import Source


@pytest.fixture(scope="module")
def _loaded(request, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        loader.load(Source(request.module.PARTNERSHIP))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(_loaded, db):
    """The demonstration partnership that the test's module names."""
