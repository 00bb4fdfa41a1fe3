"""Which rules hold: the champion in force on a day, the challenger beside it, what is switched off."""

import datetime as dt
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from accounts import clock
from accounts.commands import hash_inputs
from risk.domain.screening import Rule, Switches, is_for_challenger, read_rules
from risk.models import RuleSet, RuleSwitch
from risk.screening.catalogue import KINDS

SEED = Path(__file__).parent / "rules_1.toml"
SEED_FROM_ON = dt.date(2016, 8, 24)
# Drawn from no sequence: drawing one would open the first business date before the company opens.
SEED_NUMBER = "RS1"
NOTHING = {"told_en": "", "told_zh": "", "is_on": True}


def content_hash(rules: Sequence[dict[str, Any]]) -> str:
    """Return what names exactly these rules."""
    return hash_inputs({"rules": list(rules)})


def rules_of(row: RuleSet) -> tuple[Rule, ...]:
    """Return the rules of a set; raises ValueError where they are not those that were hashed."""
    if content_hash(row.rules) != row.content_hash:
        raise ValueError(f"The rules of {row.number} were changed behind its hash.")
    return read_rules(row.rules, KINDS)


def champion_on(day: dt.date) -> RuleSet:
    """Return the set that is in force on a day: the newest of those whose day has come."""
    published = RuleSet.objects.filter(
        lane=RuleSet.Lane.CHAMPION,
        status__in=[RuleSet.Status.PUBLISHED, RuleSet.Status.RETIRED],
        in_force_from_on__lte=day,
    )
    return published.order_by("-in_force_from_on", "-version")[0]


def challenger_on(day: dt.date) -> RuleSet | None:
    """Return the set that is tried beside the champion, if any."""
    return RuleSet.objects.filter(
        lane=RuleSet.Lane.CHALLENGER, status=RuleSet.Status.PUBLISHED, in_force_from_on__lte=day
    ).first()


def sets_for(application_number: str, day: dt.date) -> tuple[RuleSet, RuleSet | None]:
    """Return the set that decides an application and the one that only looks on, if a challenger is tried."""
    champion, challenger = champion_on(day), challenger_on(day)
    if challenger is None:
        return champion, None
    if is_for_challenger(challenger.number, application_number, challenger.share_ppm):
        return challenger, champion
    return champion, challenger


def switches_now() -> Switches:
    """Return what is switched off."""
    codes = set(RuleSwitch.objects.filter(status=RuleSwitch.Status.OFF).values_list("rule_code", flat=True))
    return Switches("" in codes, frozenset(codes - {""}))


def seed_rule_set() -> None:
    """Publish the version that comes with the house where there is none yet."""
    if RuleSet.objects.exists():
        return
    rules = read_seed()
    at = clock.now()
    RuleSet.objects.create(
        number=SEED_NUMBER,
        version=1,
        status=RuleSet.Status.PUBLISHED,
        rules=rules,
        content_hash=content_hash(rules),
        made_at=at,
        saved_at=at,
        in_force_from_on=SEED_FROM_ON,
        published_at=at,
    )


def read_seed() -> list[dict[str, Any]]:
    """Return the rules of the file as a set keeps them, checked."""
    raw = tomllib.loads(SEED.read_text(encoding="utf-8"))["rule"]
    rules = [
        {**NOTHING, **one, "all": [{"value": None, **comparison} for comparison in one["all"]]} for one in raw
    ]
    read_rules(rules, KINDS)
    return rules
