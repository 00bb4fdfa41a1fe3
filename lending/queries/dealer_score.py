"""The facts of a dealer's scorecard, read in a constant number of questions."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db.models import Q, Sum

from accounts import clock
from accounts.models import Dealer
from accounts.rules import rule_value
from lending.domain.dealer_score import (
    CONCENTRATION,
    DealerScore,
    DeliveredOrder,
    Facts,
    FirstRow,
    ScoreRule,
    Threshold,
    score_dealer,
    was_first_late,
)
from lending.models import GoodsOrder, Instalment, Loan, ScheduleVersion

VERSION = ("loan_id", "made_at", "made_on")
ROW = ("loan_id", "schedule_version", "n", "due_on", "settled_on", "superseded_at")
CAME_BACK = frozenset({"return_asked", "awaiting_funds", "returned"})

# Counts the complaints about a dealer from a day on; the floor that keeps complaints sets it.
ComplaintSource = Callable[[Dealer, dt.date], int]
_complaint_sources: dict[str, ComplaintSource] = {}


def count_complaints_by(code: str, source: ComplaintSource) -> None:
    """Name where complaints about dealers are counted, from an app's `apps.py: ready()`."""
    _complaint_sources[code] = source


def score_rule(*, on: dt.date) -> ScoreRule:
    """Return what the rule says that holds on a day."""
    value = rule_value("dealer.score", on=on)
    return ScoreRule(
        days=value["days"],
        late_days=value["late_days"],
        least_orders=value["least_orders"],
        least_book_fen=value["least_book_fen"],
        thresholds={code: Threshold(**one) for code, one in value["thresholds"].items()},
    )


def first_day(rule: ScoreRule, today: dt.date) -> dt.date:
    """Return the earliest day of delivery that counts."""
    return today - dt.timedelta(days=rule.days - 1)


def dealer_score(dealer: Dealer, rule: ScoreRule, *, on: dt.date) -> DealerScore:
    """Return the dealer's scorecard as it stands on a day."""
    return score_dealer(_facts(dealer, rule, on, *_outstanding(dealer)), rule)


def dealer_score_alone(dealer: Dealer, rule: ScoreRule, *, on: dt.date) -> DealerScore:
    """Return the scorecard without the dealer's share of all loans, which is not asked for either."""
    return score_dealer(_facts(dealer, rule, on, 0, 0), rule).without(CONCENTRATION)


def _facts(dealer: Dealer, rule: ScoreRule, on: dt.date, own_fen: int, book_fen: int) -> Facts:
    since = first_day(rule, on)
    complaints = [count(dealer, since) for count in _complaint_sources.values()]
    orders = _delivered_orders(dealer, rule, since, on)
    return Facts(orders, own_fen, book_fen, sum(complaints) if complaints else None)


def _delivered_orders(
    dealer: Dealer, rule: ScoreRule, since: dt.date, today: dt.date
) -> list[DeliveredOrder]:
    sold = GoodsOrder.objects.filter(
        dealer=dealer, status__in=GoodsOrder.SOLD, delivered_on__range=(since, today)
    ).order_by("pk")
    orders = list(sold.select_related("loan__listing"))
    rows = _first_rows([order.loan_id for order in orders if order.loan_id])
    return [
        DeliveredOrder(
            lag_days=_lag_days(order),
            came_back=order.status in CAME_BACK,
            was_late=was_first_late(
                rows[order.loan_id or 0],
                late_days=rule.late_days,
                as_of=today,
                taken_back_on=_taken_back_on(order),
            ),
        )
        for order in orders
    ]


def _lag_days(order: GoodsOrder) -> int:
    """Return the days from the day the loan was full to the acceptance of the last piece."""
    full_on = order.loan.listing.full_on if order.loan is not None else None
    if full_on is None or order.delivered_on is None:
        return 0
    return max(0, (order.delivered_on - full_on).days)


def _taken_back_on(order: GoodsOrder) -> dt.date | None:
    """Return the day since which the customer owes nothing more on goods the dealer has back."""
    if order.taken_back_at is None or order.status not in CAME_BACK:
        return None
    return min(day for day in (_day(order.taken_back_at), order.returned_on) if day is not None)


def _first_rows(loan_ids: Iterable[int]) -> dict[int, list[FirstRow]]:
    """Return by loan every row that asked for an instalment, of every version of its schedule."""
    rows: dict[int, list[FirstRow]] = defaultdict(list)
    ids = list(loan_ids)
    versions = ScheduleVersion.objects.filter(loan__in=ids, version__gt=1)
    made_on = {(loan_id, made_at): on for loan_id, made_at, on in versions.values_list(*VERSION)}
    asked = Instalment.objects.filter(loan__in=ids, is_prepayment=False)
    for loan_id, version, n, due_on, settled_on, superseded_at in asked.values_list(*ROW):
        # A schedule is made at the very moment in which it takes the place of rows.
        replaced_on = made_on.get((loan_id, superseded_at), _day(superseded_at))
        rows[loan_id].append(FirstRow(version, n, due_on, settled_on, replaced_on))
    return rows


def _outstanding(dealer: Dealer) -> tuple[int, int]:
    """Return what customers owe on this dealer's goods and on all goods, in fen."""
    sums = GoodsOrder.objects.filter(loan__status__in=Loan.OWING).aggregate(
        own=Sum("loan__outstanding_fen", filter=Q(dealer=dealer)), book=Sum("loan__outstanding_fen")
    )
    return sums["own"] or 0, sums["book"] or 0


def _day(moment: dt.datetime | None) -> dt.date | None:
    return moment.astimezone(clock.SHANGHAI).date() if moment is not None else None
