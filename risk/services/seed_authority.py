"""Put the authority matrix a house begins with into a migrated database."""

import datetime as dt
from typing import Any

from django.db import connection

from lending.models.product import Grade, ProductLine
from risk.authority.matrix import rows_hash, rows_to_keep
from risk.authority.thresholds import Thresholds, rows_from
from risk.domain.authority import SEVERITIES
from risk.models import AuthorityMatrix

SEEDED_AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
# Up to where one person, and where two decide, over all that related borrowers owe (house practice, to be confirmed
# by the board): nearly every loan of these products is one person's, what is graver or larger is not.
SOLE_FEN, JOINT_FEN = 80_000_00, 150_000_00
LIMITS_FEN = {
    ("none", "A"): (SOLE_FEN, JOINT_FEN),
    ("none", "B"): (SOLE_FEN, JOINT_FEN),
    ("none", "C"): (SOLE_FEN, JOINT_FEN),
    ("none", "D"): (50_000_00, 100_000_00),
    ("minor", "A"): (30_000_00, 100_000_00),
    ("minor", "B"): (30_000_00, 100_000_00),
    ("minor", "C"): (30_000_00, 100_000_00),
    ("minor", "D"): (10_000_00, 50_000_00),
    ("major", "A"): (0, 50_000_00),
    ("major", "B"): (0, 50_000_00),
    ("major", "C"): (0, 30_000_00),
    ("major", "D"): (0, 0),
}


def first_thresholds() -> list[Thresholds]:
    """Return the limits of the first version, the same for both lines."""
    return [
        Thresholds(line, grade, severity, *LIMITS_FEN[severity, grade])
        for line in ProductLine.values
        for grade in Grade.values
        for severity in SEVERITIES
    ]


def seed_authority(**kwargs: Any) -> None:
    """Put version 1 in force where there is none; safe to run after every migration, also after one backwards."""
    if AuthorityMatrix._meta.db_table not in connection.introspection.table_names():
        return
    if AuthorityMatrix.objects.filter(version__isnull=False).exists():
        return
    rows = rows_to_keep(
        rows_from(first_thresholds(), sole="risk_manager", joint=("risk_manager", "general_manager"))
    )
    AuthorityMatrix.objects.create(
        number="AM20260101000000",
        rows=rows,
        rows_hash=rows_hash(rows),
        proposed_at=SEEDED_AT,
        status=AuthorityMatrix.Status.IN_FORCE,
        version=1,
        in_force_at=SEEDED_AT,
    )
