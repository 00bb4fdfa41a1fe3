"""What makes movements of money an alert: the large ones of a day, and patterns over some days (RULES aml.large)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

IN, OUT = "in", "out"
RECEIPT = "receipt"
WHOLE = 1_000_000


class Movement(NamedTuple):
    """Hold one amount that came to or left a customer, in fen; `transfer_id` is its row in the ledger."""

    customer_id: int
    on: dt.date
    what: str
    direction: str
    amount_fen: int
    reference: str
    transfer_id: int | None = None


class Found(NamedTuple):
    """Hold an alert to raise: `key` names what it is about, so that the same thing is raised once."""

    pattern: str
    key: str
    customer_id: int
    lines: tuple[Movement, ...]

    @property
    def amount_fen(self) -> int:
        return sum(line.amount_fen for line in self.lines)


def total_fen(lines: Iterable[Movement]) -> int:
    """Return what lines add up to."""
    return sum(line.amount_fen for line in lines)


def large_of_day(
    day: dt.date, lines: Iterable[Movement], organisations: Collection[int], rule: Mapping[str, int]
) -> list[Found]:
    """Return whose money of one day reaches a threshold, what came and what went each added up for itself.

    A receipt whose sender the bank does not know counts as cash, as long as nobody can say that it was none.
    """
    sides: dict[tuple[str, int], list[Movement]] = defaultdict(list)
    for line in lines:
        sides["large_in" if line.direction == IN else "large_out", line.customer_id].append(line)
        if line.what == RECEIPT:
            sides["large_cash", line.customer_id].append(line)
    found = []
    for (pattern, customer_id), rows in sorted(sides.items()):
        is_company = customer_id in organisations
        of_transfers = rule["organisation_transfer_fen" if is_company else "person_transfer_fen"]
        threshold_fen = rule["cash_day_fen"] if pattern == "large_cash" else of_transfers
        if total_fen(rows) >= threshold_fen:
            found.append(Found(pattern, f"{pattern}:{customer_id}:{day}", customer_id, tuple(rows)))
    return found


def is_pass_through(in_fen: int, out_fen: int, used_fen: int, rule: Mapping[str, int]) -> bool:
    """Tell whether money came in and went out again while next to nothing of it was used here."""
    if in_fen < rule["least_fen"]:
        return False
    return out_fen * WHOLE >= in_fen * rule["out_ppm"] and used_fen * WHOLE <= in_fen * rule["used_ppm"]


def just_under(deposits: Sequence[Movement], rule: Mapping[str, int]) -> list[Movement]:
    """Return the deposits that stay just below the threshold where they are enough to be no accident, else none."""
    near_fen = rule["under_fen"] * rule["near_ppm"] // WHOLE
    near = [line for line in deposits if near_fen <= line.amount_fen < rule["under_fen"]]
    return near if len(near) >= rule["count"] else []


def is_early_from_new_source(
    amount_fen: int, days_ahead: int, new_source_fen: int, rule: Mapping[str, int]
) -> bool:
    """Tell whether a large repayment came long before its time and mostly from where no money came before."""
    return (
        amount_fen >= rule["least_fen"]
        and days_ahead >= rule["days_ahead"]
        and new_source_fen * WHOLE >= amount_fen * rule["source_ppm"]
    )


def buyers_who_left(
    withdrawals: Sequence[Movement], loan_days: Mapping[int, Sequence[dt.date]], rule: Mapping[str, Any]
) -> list[Movement]:
    """Return the withdrawals of a dealer's buyers within days of their goods loan, where buyers and sum are enough.

    `loan_days` holds the days on which the loans of each buyer were paid out to the dealer.
    """
    span = dt.timedelta(days=rule["days"])
    soon = [
        line
        for line in withdrawals
        if any(day <= line.on <= day + span for day in loan_days.get(line.customer_id, ()))
    ]
    is_enough = (
        len({line.customer_id for line in soon}) >= rule["people"] and total_fen(soon) >= rule["least_fen"]
    )
    return soon if is_enough else []
