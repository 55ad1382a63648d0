import pytest
from django.core.management import call_command

from portal import registry
from portal.search import tasks
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


def test_rebuild_follows_the_clock(monkeypatch):
    """Nobody saves an item on the day it goes out of date: the nightly task finds it."""
    shelf = registry.Shelf()
    shelf.add("tests", lambda: [text("Neglect", out_of_date=True)])
    monkeypatch.setattr(registry, "search_texts", shelf)
    indexed("Neglect", out_of_date=False)
    tasks.rebuild()
    assert SearchEntry.objects.get().out_of_date


def test_rebuild_keeps_what_is_put_into_search_meanwhile(monkeypatch):
    def offer():
        indexed("Saved while the texts are read")
        return [text("Neglect")]

    shelf = registry.Shelf()
    shelf.add("tests", offer)
    monkeypatch.setattr(registry, "search_texts", shelf)
    tasks.rebuild()
    assert titles("saved") == ["Saved while the texts are read"]
