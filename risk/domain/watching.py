"""When a watch may end: named rules over counted facts."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class WatchFacts:
    """What is counted on a day since the watch began; `owes` and days past due as they stand."""

    on: dt.date
    days_past_due: int
    owes: bool
    on_time_in_a_row: int
    clear_reviews_in_a_row: int

    def as_data(self) -> dict[str, object]:
        """Return the facts as a row keeps them."""
        return {
            "on": self.on.isoformat(),
            "days_past_due": self.days_past_due,
            "owes": self.owes,
            "on_time": self.on_time_in_a_row,
            "reviews": self.clear_reviews_in_a_row,
        }


class DueRow(NamedTuple):
    """An instalment that came due: its last day to be on time, and when it was paid, if it was."""

    last_on: dt.date
    paid_on: dt.date | None


def is_exit_met(rule: str, count: int | None, exit_on: dt.date | None, facts: WatchFacts) -> bool:
    """Return whether a rule lets a watch end. Nothing ends while something is overdue, whatever the rule counts."""
    if facts.days_past_due:
        return False
    if rule == "on_time":
        return facts.on_time_in_a_row >= (count or 0) > 0
    if rule == "reviews":
        return facts.clear_reviews_in_a_row >= (count or 0) > 0
    if rule == "no_overdue":
        return exit_on is not None and facts.on > exit_on
    if rule == "repaid":
        return not facts.owes
    raise ValueError(f"No exit rule is named {rule}.")


def on_time_in_a_row(rows: Iterable[DueRow], on: dt.date) -> int:
    """Return how many of the last instalments were paid on time, up to the newest that was not.

    One that is due and may still be paid in time counts neither way; one paid before its day counts.
    """
    count = 0
    for row in sorted(rows, key=lambda row: row.last_on, reverse=True):
        if row.paid_on is None and row.last_on >= on:
            continue
        if row.paid_on is None or row.paid_on > row.last_on:
            return count
        count += 1
    return count


def clear_in_a_row(found: Iterable[str]) -> int:
    """Return how many of the last reviews, given newest first, found nothing."""
    count = 0
    for one in found:
        if one != "nothing":
            return count
        count += 1
    return count
