"""Let signals lapse that nobody judged and that nothing new joined."""

import datetime as dt

from accounts import clock
from accounts.rules import rule_value
from accounts.states import move_many
from risk.models import WarningSignal
from risk.warnings.rules import RULE


def find_signals_to_lapse(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the open signals whose last hit is too long ago."""
    days = rule_value(RULE, on=business_date)["lapse_days"]
    rows = WarningSignal.objects.filter(
        status=WarningSignal.Status.OPEN,
        last_hit_on__lt=business_date - dt.timedelta(days=days),
        pk__gt=after_id,
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def lapse_signals(*, business_date: dt.date, signal_ids: list[int]) -> list[int]:
    """Close those that are still open, judged by nobody; return them."""
    return move_many(
        WarningSignal,
        signal_ids,
        from_=WarningSignal.Status.OPEN,
        to=WarningSignal.Status.CLOSED,
        actor=None,
        outcome=WarningSignal.Outcome.LAPSED,
        closed_at=clock.now(),
        closed_on=business_date,
    )
