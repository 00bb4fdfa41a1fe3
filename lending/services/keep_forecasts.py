"""Keep the forecast of each holder at a month's end."""

import datetime as dt

from accounts.rules import rule
from lending.domain.forecast import by_month
from lending.models import Claim, ForecastMonth
from lending.queries.forecast import coming_of_holders


def find_holders_to_forecast(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the holders of active claims on a month's last day, on any other day nobody."""
    if (business_date + dt.timedelta(days=1)).day != 1:
        return []
    rows = Claim.objects.filter(status=Claim.Status.ACTIVE, holder__gt=after_id).order_by("holder")
    return list(rows.values_list("holder", flat=True).distinct()[:limit])


def keep_forecasts(*, business_date: dt.date, holder_ids: list[int]) -> None:
    """Write the months to come of the holders' claims; a day that was kept stays as it is."""
    read = rule("portfolio.forecast", on=business_date)
    next_day = business_date + dt.timedelta(days=1)
    rows = [
        ForecastMonth(
            holder_id=holder_id,
            made_on=business_date,
            month_on=month.first_on,
            principal_fen=month.principal_fen,
            interest_fen=month.interest_fen,
            weighted_fen=month.weighted_fen,
            rule_valid_from_on=read.valid_from_on,
        )
        for holder_id, coming in coming_of_holders(holder_ids, business_date).items()
        for month in by_month(read.value["rows"], coming, next_day)[1]
        if month.first_on is not None
    ]
    ForecastMonth.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
