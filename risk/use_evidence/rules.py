"""Of which loans evidence of use is asked, from the rule packs."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.rules import rule_value
from lending.models import Loan

SEE = "lending.see_loans"
CHECK = "risk.check_use"


@dataclass(frozen=True)
class UseRule:
    """What holds on a day: by product code, else by line; amounts in fen, the share of the sample in ppm."""

    products: dict[str, dict[str, int]]
    lines: dict[str, dict[str, int]]
    remind_days: list[int]
    again_days: int
    sample_ppm: int

    def days_for(self, loan: Loan) -> int | None:
        """Return within how many days the loan's borrower shows evidence; None where none is asked."""
        product = loan.product_version.product
        terms = self.products.get(product.code) or self.lines.get(product.line)
        if terms is None or loan.principal_fen < terms["least_fen"]:
            return None
        return terms["days"]

    def days_of_sample(self, loan: Loan) -> int | None:
        """Return the days for a loan too small for the rule; None for a line that never shows evidence."""
        product = loan.product_version.product
        terms = self.products.get(product.code) or self.lines.get(product.line)
        return terms["days"] if terms is not None else None


def use_rule(on: dt.date) -> UseRule:
    """Return the rule that holds on a day."""
    value: dict[str, Any] = rule_value("use.evidence", on=on)
    return UseRule(**value)
