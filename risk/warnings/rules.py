"""Which rules of signals hold: one version of each code, seeded with the house, changed by approval."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.db import connection

from accounts import clock
from risk.models import SignalRule
from risk.warnings.kinds import signal_kind

SEED = Path(__file__).parent / "signals_1.toml"
# Thresholds and days of the desk: `accounts/rules`.
RULE = "warning.desk"


def seed_rules() -> None:
    """Publish the version that comes with the house of each code there is none of yet."""
    raw = tomllib.loads(SEED.read_text(encoding="utf-8"))
    there = set(SignalRule.objects.values_list("code", flat=True))
    at = clock.now()
    SignalRule.objects.bulk_create(
        SignalRule(
            # Drawn from no sequence: drawing one would open the first business date before the company opens.
            number=f"WR{place}",
            version=1,
            status=SignalRule.Status.PUBLISHED,
            made_at=at,
            in_force_from_on=raw["in_force_from_on"],
            **one,
        )
        for place, one in enumerate(raw["rule"], start=1)
        if one["code"] not in there
    )


def install_rules(**kwargs: Any) -> None:
    """Seed after every migration, also after one backwards."""
    if SignalRule._meta.db_table in connection.introspection.table_names():
        seed_rules()


def rules_on(day: dt.date) -> list[SignalRule]:
    """Return the rules that held on a day: of each code the newest version of then, if switched on and still asked."""
    rows = SignalRule.objects.filter(
        status__in=[SignalRule.Status.PUBLISHED, SignalRule.Status.RETIRED], in_force_from_on__lte=day
    )
    newest = {row.code: row for row in rows.order_by("version")}
    held = sorted(newest.values(), key=lambda row: row.pk)
    return [row for row in held if row.is_on and signal_kind(row.kind) is not None]


def late_days(rules: list[SignalRule]) -> list[int]:
    """Return after how many days a loan that is late is written down: on the first, and where a rule asks for it."""
    asked = {
        rule.parameters["days"]
        for rule in rules
        if rule.kind in ("first_payment", "linked_overdue") and "days" in rule.parameters
    }
    return sorted({1} | asked)
