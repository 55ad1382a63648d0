"""Reads the checked data files of a demonstration partnership, `demo/data/<partnership>/*.yaml`."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent / "data"


def partnerships() -> list[str]:
    """The partnerships that can be loaded."""
    return sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


@dataclass(frozen=True)
class Source:
    """One partnership's files, and the day its coming dates are counted from."""

    partnership: str
    today: date = field(default_factory=date.today)

    @cached_property
    def folder(self) -> Path:
        return FOLDER / self.partnership

    def read(self, name: str) -> Any:
        """What a file holds; an empty list where the partnership has no such file."""
        path = self.folder / f"{name}.yaml"
        return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else []

    def names(self, pattern: str) -> list[str]:
        """Names of the files that match, in order, without their ending."""
        return sorted(path.stem for path in self.folder.glob(f"{pattern}.yaml"))
