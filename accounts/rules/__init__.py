"""Reading the dated rules of law and policy. The site reads only rows; the TOML files seed them once."""

import datetime as dt
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from accounts import clock
from accounts.models.rule import RuleVersion

SEEDS = Path(__file__).parent

_read: ContextVar[dict[tuple[str, str, dt.date], RuleVersion] | None] = ContextVar("rules_read", default=None)


@dataclass(frozen=True)
class MissingRule(Exception):
    code: str
    on: dt.date

    def __str__(self) -> str:
        return f"No version of rule {self.code} holds on {self.on}."


def rule(code: str, *, on: dt.date | None = None, pack: str | None = None) -> RuleVersion:
    """Return the version of a rule that holds on a date (default: the business date); raises MissingRule."""
    wanted = (pack or settings.RULE_PACK, code, on or clock.today())
    read = _read.get()
    if read is not None and wanted in read:
        return read[wanted]
    version = (
        RuleVersion.objects.filter(pack=wanted[0], code=code, valid_from_on__lte=wanted[2])
        .order_by("-valid_from_on")
        .first()
    )
    if version is None:
        raise MissingRule(code, wanted[2])
    if read is not None:
        read[wanted] = version
    return version


@contextmanager
def read_once() -> Iterator[None]:
    """Ask the database for each rule only once inside the block: for one batch or one simulated day, no longer."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def rules(
    codes: Iterable[str], *, on: dt.date | None = None, pack: str | None = None
) -> dict[str, RuleVersion]:
    """Return the versions of several rules that hold on a date, in one query; raises MissingRule for the first gap."""
    wanted, day = list(codes), on or clock.today()
    versions = RuleVersion.objects.filter(
        pack=pack or settings.RULE_PACK, code__in=wanted, valid_from_on__lte=day
    ).order_by("valid_from_on")
    found = {version.code: version for version in versions}
    for code in wanted:
        if code not in found:
            raise MissingRule(code, day)
    return found


def rule_value(code: str, *, on: dt.date | None = None) -> Any:
    """Return just the value of the rule that holds."""
    return rule(code, on=on).value


def seed_rules() -> int:
    """Insert the seed versions that are not there yet; versions already there are never changed. Return how many."""
    rows = [_row(pack, entry) for path in sorted(SEEDS.glob("*.toml")) for pack, entry in seed_entries(path)]
    before = RuleVersion.objects.count()
    RuleVersion.objects.bulk_create(rows, ignore_conflicts=True)
    return RuleVersion.objects.count() - before


def seed_entries(path: Path) -> list[tuple[str, dict[str, Any]]]:
    """Return (pack, entry) pairs of one file: it seeds the pack it is named after, or those it lists as `packs`."""
    seed = tomllib.loads(path.read_text(encoding="utf-8"))
    return [(pack, entry) for pack in seed.get("packs", [path.stem]) for entry in seed["rule"]]


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
