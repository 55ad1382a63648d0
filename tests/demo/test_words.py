"""The demonstration's texts are our own: none shares eight words in a row with the documents its facts come from."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from demo.source import FOLDER

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
RUN = 8
FILES = sorted(FOLDER.glob("*/*.yaml"))
# Office holders whose posts the published arrangements name; everyone else is invented.
OFFICE_HOLDERS = {"Richard Hicks", "Paul Bentley", "Tim Smith", "Lee-Anne Farach", "Paul Lumsdon", "Simon Wilson"}
# Full names in the documents that must not appear, split so that no search finds them here either.
OTHERS = [("Drew", "John"), ("Davis", "Jahnine"), ("Hewitt", "Amy"), ("King", "Kirstie"), ("Thompson", "Liza")]
OTHERS += [("Jacobs", "Nicole"), ("Patterson", "Amy"), ("Kennedy", "Niamh"), ("Lumsdom", "Paul")]


@pytest.fixture(scope="module")
def seeds() -> str:
    if not SEEDS.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI needs the documents beside the checkout: {SEEDS} is missing.")
        pytest.skip(f"{SEEDS} is missing")
    return "\n".join(path.read_text(encoding="utf-8") for path in SEEDS.glob("*.txt"))


def texts(value) -> Iterator[str]:
    """Every text in a data file, mark-up removed."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from texts(part)
    elif isinstance(value, str):
        yield re.sub(r"<[^>]+>", " ", value)


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("'", "").replace("’", ""))


def runs(text: str) -> set[str]:
    found = words(text)
    return {" ".join(found[start : start + RUN]) for start in range(len(found) - RUN + 1)}


def names() -> list[str]:
    """Titles and names, which are not sentences: they may be as long as they are."""
    found = set()
    for path in FILES:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        if path.stem == "agencies":
            found |= {name for entry in content for name in [entry["name"], *entry.get("other_names", [])]}
        if path.stem == "groups":
            found |= {entry["name"] for entry in content}
            found |= {seat["role"] for entry in content for seat in entry["seats"] if "role" in seat}
        if path.stem == "priorities":
            found |= {entry["name"] for entry in content}
        if path.stem == "courses":
            found |= {entry["title"] for entry in content}
    return sorted((" ".join(words(name)) for name in found), key=len, reverse=True)


def without(phrases: list[str], text: str) -> Iterator[str]:
    """The text in pieces, cut where a name stands."""
    plain = f" {' '.join(words(text))} "
    for phrase in phrases:
        plain = plain.replace(f" {phrase} ", " | ")
    yield from plain.split("|")


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_sentence_of_the_documents_is_repeated(path, seeds):
    theirs, phrases = runs(seeds), names()
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    ours = {run for text in texts(content) for piece in without(phrases, text) for run in runs(piece)}
    assert sorted(ours & theirs) == []


def test_a_repeated_sentence_would_be_found(seeds):
    copied = f"<p>We heard that {' '.join(words(seeds)[4000:4010])} and more.</p>"
    assert len(runs(next(texts(copied))) & runs(seeds)) >= 3


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_real_person_but_the_six_office_holders(path):
    content = path.read_text(encoding="utf-8")
    assert [name for last, *rest in OTHERS if (name := " ".join([*rest, last])) in content] == []


def test_office_holders_stand_in_governance_only():
    holding = {path.name for path in FILES if any(name in path.read_text(encoding="utf-8") for name in OFFICE_HOLDERS)}
    assert holding == {"groups.yaml", "partners.yaml"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_value_is_missing(path):
    """A comma inside braces cuts a text in two without a word; the second half then has no value."""

    def missing(value, where=""):
        if isinstance(value, dict):
            return [spot for key, part in value.items() for spot in missing(part, f"{where}.{key}")]
        if isinstance(value, list):
            return [spot for place, part in enumerate(value) for spot in missing(part, f"{where}[{place}]")]
        return [where] if value is None else []

    assert missing(yaml.safe_load(path.read_text(encoding="utf-8"))) == []
