"""From a product version to the terms of the schedule engine."""

import datetime as dt

from lending.domain.terms import Terms
from lending.models import ProductVersion


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
