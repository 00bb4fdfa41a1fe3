"""Ask the exit rule of each watch."""

import datetime as dt
from collections.abc import Iterable

from accounts import clock
from accounts.locking import lock
from accounts.states import move
from risk.database.exits import is_met, watch_facts
from risk.models import RiskWatch

Status = RiskWatch.Status


def find_watches_to_check(day: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the watches that have not ended, in the order of their ids."""
    rows = RiskWatch.objects.filter(status__in=RiskWatch.LIVE, pk__gt=after_id)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def check_watches(*, business_date: dt.date, ids: Iterable[int]) -> None:
    """Propose the exit where the rule is met, take a proposal back where it is met no more."""
    for watch in lock(RiskWatch.objects.filter(pk__in=list(ids), status__in=RiskWatch.LIVE)):
        check_watch(watch, business_date)


def check_watch(watch: RiskWatch, on: dt.date) -> None:
    """Do the same for one watch; the caller holds its lock in a transaction. A person confirms, never this."""
    facts = watch_facts(watch, on)
    met = is_met(watch, facts)
    if met and watch.status == Status.OPEN:
        move(
            watch,
            Status.EXIT_PROPOSED,
            actor=None,
            data={"rule": watch.exit_rule},
            exit_facts=facts.as_data(),
            exit_proposed_at=clock.now(),
        )
    elif not met and watch.status == Status.EXIT_PROPOSED:
        move(
            watch,
            Status.OPEN,
            actor=None,
            data={"rule": watch.exit_rule},
            exit_facts={},
            exit_proposed_at=None,
        )
