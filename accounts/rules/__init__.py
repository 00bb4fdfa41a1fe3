"""Reading the dated rules of law and policy. The site reads only rows; the TOML files seed them once."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from accounts import clock
from accounts.models.rule import RuleVersion

SEEDS = Path(__file__).parent


@dataclass(frozen=True)
class MissingRule(Exception):
    code: str
    on: dt.date

    def __str__(self) -> str:
        return f"No version of rule {self.code} holds on {self.on}."


def rule(code: str, *, on: dt.date | None = None, pack: str | None = None) -> RuleVersion:
    """Return the version of a rule that holds on a date (default: the business date); raises MissingRule."""
    day = on or clock.today()
    version = (
        RuleVersion.objects.filter(pack=pack or settings.RULE_PACK, code=code, valid_from_on__lte=day)
        .order_by("-valid_from_on")
        .first()
    )
    if version is None:
        raise MissingRule(code, day)
    return version


def rule_value(code: str, *, on: dt.date | None = None) -> Any:
    """Return just the value of the rule that holds."""
    return rule(code, on=on).value


def seed_rules() -> int:
    """Insert the seed versions that are not there yet; versions already there are never changed. Return how many."""
    rows = [_row(path.stem, entry) for path in sorted(SEEDS.glob("*.toml")) for entry in _entries(path)]
    before = RuleVersion.objects.count()
    RuleVersion.objects.bulk_create(rows, ignore_conflicts=True)
    return RuleVersion.objects.count() - before


def _entries(path: Path) -> list[dict[str, Any]]:
    return tomllib.loads(path.read_text(encoding="utf-8"))["rule"]  # type: ignore[no-any-return]


def _row(pack: str, entry: dict[str, Any]) -> RuleVersion:
    return RuleVersion(
        pack=pack,
        code=entry["code"],
        value=entry["value"],
        valid_from_on=entry["valid_from_on"],
        article=entry["article"],
        source_state=entry["state"],
        text_en=entry["en"],
        text_zh=entry["zh"],
    )
