"""Imports only point down: the contract of docs/architecture.md, without exceptions (pyproject.toml, [tool.importlinter])."""

import re
import tomllib
from pathlib import Path

import pytest
from importlinter import cli

PYPROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
CONTRACTS = tomllib.loads(PYPROJECT.read_text())["tool"]["importlinter"]["contracts"]


def test_every_import_points_down(capsys):
    kept = cli.lint_imports(config_filename=str(PYPROJECT), no_cache=True) == cli.EXIT_STATUS_SUCCESS
    assert kept, capsys.readouterr().out


@pytest.mark.parametrize("package", ["portal", "governance"])
def test_every_module_stands_in_a_room(package):
    rooms = next(contract for contract in CONTRACTS if contract["name"].startswith("Rooms"))
    placed = set(re.findall(rf"{package}\.(\w+)", " ".join(rooms["layers"])))
    assert {path.stem for path in (PYPROJECT.parent / package).iterdir() if holds_code(path)} == placed


def holds_code(path: Path) -> bool:
    if path.is_dir():
        return any(path.rglob("*.py")) and path.name != "migrations"
    return path.suffix == ".py" and path.name != "__init__.py"


def test_the_contract_has_no_exceptions():
    assert [contract["name"] for contract in CONTRACTS if "ignore_imports" in contract] == []
