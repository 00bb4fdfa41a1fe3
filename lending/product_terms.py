"""From a product version to the terms of the schedule engine."""

import datetime as dt
from typing import Any

from lending.domain.terms import Terms
from lending.models import ProductVersion


def rate_of(version: ProductVersion, grade: str, periods: int) -> int:
    """Return what the version asks a year of a grade and a term, ppm; the grade must be one of the version's."""
    return int(version.rates_ppm[grade]) + premium_of(version, periods)


def premium_of(version: ProductVersion, periods: int) -> int:
    """Return what a term costs on top of the grade's rate, ppm a year."""
    return int(version.term_premiums_ppm.get(str(periods), 0))


def cooling_days_of(version: ProductVersion, rule: dict[str, Any]) -> int:
    """Return the days in which a first loan may be returned: those of RULES `cooling.off`, or the version's more."""
    return max(int(rule["days"]), version.cooling_days)


def terms_of(
    version: ProductVersion,
    *,
    amount_fen: int,
    rate_ppm: int,
    periods: int,
    method: str,
    disbursed_on: dt.date,
) -> Terms:
    """Return the terms of a loan under this version; raises TermsError where no schedule exists."""
    return Terms(
        principal_fen=amount_fen,
        annual_rate_ppm=rate_ppm,
        method=method,
        periods=periods,
        disbursed_on=disbursed_on,
        period_unit=version.period_unit,
        period_every=version.period_every,
        day_count=version.day_count,
        rounding=version.rounding,
        instalment_rounding=version.instalment_rounding or None,
        level_last=version.level_last,
        principal_grace_periods=version.principal_grace_periods,
        down_payment_ppm=version.down_payment_ppm,
        instalment_multiple_fen=version.instalment_multiple_fen,
        monthly_fee_ppm=version.monthly_fee_ppm,
        monthly_fee_fen=version.monthly_fee_fen,
    )
