"""Imports only point down: the contract of docs/architecture.md, without exceptions (pyproject.toml, [tool.importlinter])."""

import tomllib
from pathlib import Path

from importlinter import cli

PYPROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
CONTRACTS = tomllib.loads(PYPROJECT.read_text())["tool"]["importlinter"]["contracts"]


def test_every_import_points_down(capsys):
    kept = cli.lint_imports(config_filename=str(PYPROJECT), no_cache=True) == cli.EXIT_STATUS_SUCCESS
    assert kept, capsys.readouterr().out


def test_the_contract_has_no_exceptions():
    assert [contract["name"] for contract in CONTRACTS if "ignore_imports" in contract] == []
