"""What a loan would cost: the schedule and its figures, computed and never stored."""

import datetime as dt
import math
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from accounts.errors import Refused
from lending.domain.rates import all_in_rate_ppm, schedule_effective_rate
from lending.domain.schedule import Schedule, build_schedule, without_interest
from lending.domain.terms import Method
from lending.models import ProductVersion
from lending.product_terms import terms_of
from lending.rate_cap import rate_cap_ppm


@dataclass(frozen=True)
class Quote:
    """The figures of a loan: amounts in fen, rates in ppm a year."""

    version: ProductVersion
    schedule: Schedule
    rate_ppm: int
    all_in_ppm: int
    effective_ppm: int
    cap_ppm: int

    @property
    def amount_fen(self) -> int:
        return self.schedule.financed_fen

    @property
    def interest_fen(self) -> int:
        return self.schedule.total_interest_fen

    @property
    def fee_fen(self) -> int:
        return self.schedule.total_fee_fen

    @property
    def cost_fen(self) -> int:
        return self.interest_fen + self.fee_fen

    @property
    def total_fen(self) -> int:
        return self.amount_fen + self.cost_fen

    @property
    def dealer_interest_fen(self) -> int:
        """The interest that the dealer pays in the borrower's place."""
        return self.interest_fen if self.version.is_interest_paid_by_dealer else 0

    @property
    def borrowers_side(self) -> "Quote":
        """The same loan as the borrower pays it: where the dealer pays the interest, at 0 % and any fee."""
        if not self.version.is_interest_paid_by_dealer:
            return self
        schedule = without_interest(self.schedule)
        all_in, effective = all_in_rate_ppm(schedule), effective_ppm(schedule)
        return replace(
            self, schedule=schedule, rate_ppm=0, all_in_ppm=all_in or 0, effective_ppm=effective or 0
        )

    @property
    def headroom_ppm(self) -> int:
        return self.cap_ppm - self.all_in_ppm

    @property
    def first_instalment_fen(self) -> int:
        return self.schedule.instalments[0].total_fen

    @property
    def last_instalment_fen(self) -> int:
        return self.schedule.instalments[-1].total_fen

    @property
    def is_level(self) -> bool:
        """Whether every instalment is the same, but for the last one's rounding."""
        rows = self.schedule.instalments
        return self.schedule.terms.method == Method.EQUAL_INSTALMENT and rows[0].principal_fen > 0

    @property
    def largest_instalment_fen(self) -> int:
        return max(row.total_fen for row in self.schedule.instalments)


def quote_loan(
    version: ProductVersion,
    *,
    amount_fen: int,
    rate_ppm: int,
    periods: int,
    method: str,
    on: dt.date,
    cap_ppm: int | None = None,
) -> Quote:
    """Return the quote of a loan paid out on a date; refuses (`no_rate`) flows without one annual rate.

    `cap_ppm` is that day's legal limit where the caller has read it already.
    """
    schedule = build_schedule(
        terms_of(
            version, amount_fen=amount_fen, rate_ppm=rate_ppm, periods=periods, method=method, disbursed_on=on
        )
    )
    all_in = all_in_rate_ppm(schedule)
    shown_ppm = effective_ppm(schedule)
    if all_in is None or shown_ppm is None:
        raise Refused("no_rate", _("These terms have no annual rate."))
    return Quote(
        version, schedule, rate_ppm, all_in, shown_ppm, rate_cap_ppm(on) if cap_ppm is None else cap_ppm
    )


def effective_ppm(schedule: Schedule) -> int | None:
    """Return the effective annual rate as it is shown, never below what it is; None for flows without one.

    No amount is made of it. A thousandth of a millionth is float noise.
    """
    effective = schedule_effective_rate(schedule).value
    return None if effective is None else math.ceil(effective * 1_000_000 - 1e-3)
