"""Legal texts in both languages, versioned files filled in with figures; the Chinese one binds."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from accounts.esign.canonical import hash_of

SHORT = {"en": "en", "zh-hans": "zh"}


@dataclass(frozen=True)
class Clause:
    title: str
    text: str


@dataclass(frozen=True)
class Wording:
    """A text as it is read: its version, and the clauses in their order."""

    version: str
    title: str
    clauses: tuple[Clause, ...]


@cache
def _file(folder: Path, version: str) -> dict[str, Any]:
    if not version.replace("-", "").isalnum():
        raise LookupError(version)
    return tomllib.loads((folder / f"{version}.toml").read_text(encoding="utf-8"))


@cache
def wording_hash(folder: Path, version: str) -> str:
    """Return the SHA-256 of a text's file: what was sealed names it, so a changed file is found."""
    _file(folder, version)
    return hash_of((folder / f"{version}.toml").read_text(encoding="utf-8"))


def read_wording(folder: Path, version: str, language: str, facts: dict[str, Any]) -> Wording:
    """Return a version of a text in one of the two languages with the figures in their places.

    A clause with `only` is for contracts whose facts have that word as `line`, one with `needs` for those that have the
    figure it names. Raises KeyError for a figure that is missing.
    """
    source, short = _file(folder, version), SHORT[language]
    return Wording(
        version,
        source[f"title_{short}"].format(**facts),
        tuple(
            Clause(one[f"title_{short}"].format(**facts), one[short].format(**facts))
            for one in source["clause"]
            if one.get("only", facts.get("line")) == facts.get("line")
            and ("needs" not in one or facts.get(one["needs"]))
        ),
    )
