import pytest
from django.core.management import CommandError, call_command

from portal.partnership.models import Partnership

pytestmark = pytest.mark.django_db
OPTIONS = {
    "name": "Wendle Safeguarding Children Partnership",
    "short_name": "WSCP",
    "area": "Wendle",
    "partners": "Wendle Council; NHS Wendle ;Wendle Police",
    "email": "hello@wendle.example",
    "phone": "01632 960123",
}


def test_setup_partnership_enters_the_row_and_its_number(capsys):
    call_command("setup_partnership", **OPTIONS)
    row = Partnership.objects.get()
    assert row.partners == ["Wendle Council", "NHS Wendle", "Wendle Police"]
    assert row.emergency_numbers.get().tel == "tel:01632960123"
    assert "is entered" in capsys.readouterr().out


def test_setup_partnership_happens_once(partnership):
    with pytest.raises(CommandError, match="entered already"):
        call_command("setup_partnership", **OPTIONS)


def test_setup_partnership_says_which_option_is_missing(monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(CommandError, match="Give --area"):
        call_command("setup_partnership", **{**OPTIONS, "area": None})


def test_setup_partnership_refuses_what_can_not_be():
    with pytest.raises(CommandError, match="general_email: Enter a valid email address"):
        call_command("setup_partnership", **{**OPTIONS, "email": "nobody"})
    assert not Partnership.objects.exists()


def test_setup_partnership_asks_for_what_is_left_open(monkeypatch):
    typed = iter(["", "Wendle", ""])
    monkeypatch.setattr("builtins.input", lambda question: next(typed))
    monkeypatch.setattr("sys.stdin", type("Keyboard", (), {"isatty": lambda self: True})())
    given = {**OPTIONS, "training_email": "", "area": None}
    call_command("setup_partnership", **given)
    assert Partnership.objects.get().area == "Wendle"
