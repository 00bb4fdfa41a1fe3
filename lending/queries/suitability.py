"""How much an investor may lend (RULES suitability)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.models import SuitabilityAssessment, User
from accounts.rules import rule_value


@dataclass(frozen=True)
class LendingLimits:
    """The investor's type with its limits on one loan and in all, in fen."""

    type: str
    per_loan_fen: int
    total_fen: int
    valid_until_on: dt.date


def lending_limits(
    investor: User, *, on: dt.date, rule: dict[str, Any] | None = None
) -> LendingLimits | None:
    """Return the limits of the investor's newest assessment, none where it is missing or has run out.

    `rule` is the value of RULES suitability where the caller has read it already.
    """
    newest = SuitabilityAssessment.objects.filter(user=investor).order_by("-pk").first()
    if newest is None or newest.valid_until_on < on:
        return None
    limits = (rule or rule_value("suitability", on=on))["limits"][newest.type]
    return LendingLimits(newest.type, limits["per_loan_fen"], limits["total_fen"], newest.valid_until_on)
