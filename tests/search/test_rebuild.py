import pytest
from django.core.management import call_command

from portal import registry
from portal.search.models import SearchEntry
from tests.search.factories import indexed, text, titles

pytestmark = pytest.mark.django_db


def test_rebuild_search_reads_every_app_and_forgets_the_rest(monkeypatch, capsys):
    shelf = registry.Shelf()
    shelf.add("tests", lambda: [text("Neglect")])
    monkeypatch.setattr(registry, "search_texts", shelf)
    indexed("Old page")
    call_command("rebuild_search")
    call_command("rebuild_search")
    assert titles("neglect") == ["Neglect"]
    assert SearchEntry.objects.count() == 1
    assert "1 texts are in search." in capsys.readouterr().out
