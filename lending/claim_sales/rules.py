"""The company's rules of selling claims, as they are dated (RULES `claim.sale`, `claim.value`)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.rules import MissingRule, rules
from lending.domain.claim_sales import Expectation, FeeTier, fee_tier

CODES = ("regime", "claim.sale", "claim.value")
# The text that seller and buyer agree to; a new text is a new version.
TERMS_VERSION = "claim-sale-2026-1"


@dataclass(frozen=True)
class SaleRules:
    """What holds on a day: amounts in fen, rates and prices in ppm."""

    is_open: bool
    min_held_days: int
    min_days_before_due: int
    lifetime_days: int
    price_min_ppm: int
    price_max_ppm: int
    part_min_fen: int
    fee_tiers: tuple[FeeTier, ...]
    interest_fee_ppm: int
    interest_tax_ppm: int
    discount_ppm: int
    loss_ppm: int
    default_ppm: dict[str, int]
    similar_days: int
    similar_min: int

    def expected_of(self, grade: str) -> Expectation:
        """Return what is expected of a grade."""
        return Expectation(self.default_ppm[grade], self.loss_ppm, self.discount_ppm)

    def fee_ppm_after(self, held_days: int) -> int:
        """Return the seller's fee after so many days of holding, in ppm of the price."""
        return fee_tier(self.fee_tiers, held_days).fee_ppm


def sale_rules(on: dt.date) -> SaleRules | None:
    """Return what holds on a day in one query, None where the rules in force know no sale of claims."""
    try:
        return rules_from({code: version.value for code, version in rules(CODES, on=on).items()})
    except MissingRule:
        return None


def rules_from(found: dict[str, Any]) -> SaleRules:
    """Return the rules from the values of all `CODES`, for a page that asked for them among others."""
    sale, value = found["claim.sale"], found["claim.value"]
    tiers = tuple(FeeTier(tier["held_days"], tier["fee_ppm"]) for tier in sale["fee_tiers"])
    return SaleRules(
        is_open=bool(found["regime"]["claim_sales_open"]), **{**sale, "fee_tiers": tiers}, **value
    )
