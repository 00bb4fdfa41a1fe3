"""A dealer's scorecard: counted facts of the orders it delivered, measured against dated thresholds."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from finance.domain.money import divide_half_up

WHOLE_PPM = 1_000_000
FIRST_PAYMENT, RETURNS, COMPLAINTS, LAG, CONCENTRATION = (
    "first_payment",
    "returns",
    "complaints",
    "lag",
    "concentration",
)


class Band(StrEnum):
    OK = "ok"
    WATCH = "watch"
    POOR = "poor"


class Lacking(StrEnum):
    """Why a figure has no band."""

    NOTHING = ""
    ORDERS = "orders"
    BOOK = "book"
    SOURCE = "source"


class Threshold(NamedTuple):
    """Hold the last value of the better band on each side, in ppm or days."""

    watch: int
    poor: int

    def band(self, value: int, whole: int = 1) -> Band:
        """Return the band of value / whole, compared without rounding."""
        if value > self.poor * whole:
            return Band.POOR
        return Band.WATCH if value > self.watch * whole else Band.OK


@dataclass(frozen=True)
class ScoreRule:
    """What the rule `dealer.score` says: days back, days late, least orders, least book in fen, and the thresholds."""

    days: int
    late_days: int
    least_orders: int
    least_book_fen: int
    thresholds: Mapping[str, Threshold]


class FirstRow(NamedTuple):
    """A row of a loan's schedules that might be its first instalment."""

    version: int
    n: int
    due_on: dt.date
    settled_on: dt.date | None
    superseded_on: dt.date | None


@dataclass(frozen=True)
class DeliveredOrder:
    """An order as it counts: was its first instalment late (None: not due that long), did the goods come back."""

    lag_days: int
    came_back: bool
    was_late: bool | None


@dataclass(frozen=True)
class Facts:
    """What was counted: orders, what customers owe on the dealer's and on all goods in fen, complaints if known."""

    orders: Sequence[DeliveredOrder]
    own_fen: int
    book_fen: int
    complaints: int | None


@dataclass(frozen=True)
class Figure:
    """A figure in ppm or days, the part and the whole behind it, and its band; or what is lacking for one."""

    code: str
    part: int
    whole: int
    value: int | None
    band: Band | None
    lacking: Lacking = Lacking.NOTHING


@dataclass(frozen=True)
class DealerScore:
    """The figures in their order, and how many orders they count."""

    orders: int
    figures: tuple[Figure, ...]

    @property
    def band(self) -> Band | None:
        """Return the worst band of any figure, None where none has one."""
        bands = [figure.band for figure in self.figures if figure.band is not None]
        return max(bands, key=list(Band).index, default=None)

    @property
    def poor(self) -> list[Figure]:
        return [figure for figure in self.figures if figure.band == Band.POOR]

    def without(self, code: str) -> "DealerScore":
        """Return the scorecard with one figure left out."""
        return replace(self, figures=tuple(one for one in self.figures if one.code != code))


def was_first_late(
    rows: Sequence[FirstRow], *, late_days: int, as_of: dt.date, taken_back_on: dt.date | None = None
) -> bool | None:
    """Return whether a loan's first instalment stayed unpaid for more than `late_days` days after its due date.

    None where it has not been due that long, or the dealer had the goods back by then and nothing was to be paid.
    A row that a newer schedule replaced counts only if it was paid, or had been late before it was replaced.
    """
    for row in sorted(rows):
        last_on = row.due_on + dt.timedelta(days=late_days)
        if row.settled_on is None and row.superseded_on is not None and row.superseded_on <= last_on:
            continue
        if last_on >= as_of or (taken_back_on is not None and taken_back_on <= last_on):
            return None
        return row.settled_on is None or row.settled_on > last_on
    return None


def score_dealer(facts: Facts, rule: ScoreRule) -> DealerScore:
    """Return the scorecard; a share of fewer orders than the rule's least has no band."""
    orders, due = facts.orders, [one.was_late for one in facts.orders if one.was_late is not None]
    lacks_orders = len(orders) < rule.least_orders
    figures = (
        _share(FIRST_PAYMENT, sum(due), len(due), rule, lacks_orders=len(due) < rule.least_orders),
        _share(RETURNS, sum(one.came_back for one in orders), len(orders), rule, lacks_orders=lacks_orders),
        _complaints(facts, rule, lacks_orders=lacks_orders),
        _lag(sorted(one.lag_days for one in orders), rule, lacks_orders=lacks_orders),
        _concentration(facts, rule, lacks_orders=lacks_orders),
    )
    return DealerScore(len(orders), figures)


def _share(code: str, part: int, whole: int, rule: ScoreRule, *, lacks_orders: bool) -> Figure:
    """Return part of whole as a figure in ppm."""
    value = divide_half_up(part * WHOLE_PPM, whole) if whole else None
    if lacks_orders or not whole:
        return Figure(code, part, whole, value, None, Lacking.ORDERS)
    return Figure(code, part, whole, value, rule.thresholds[code].band(part * WHOLE_PPM, whole))


def _complaints(facts: Facts, rule: ScoreRule, *, lacks_orders: bool) -> Figure:
    if facts.complaints is None:
        return Figure(COMPLAINTS, 0, len(facts.orders), None, None, Lacking.SOURCE)
    return _share(COMPLAINTS, facts.complaints, len(facts.orders), rule, lacks_orders=lacks_orders)


def _lag(days: Sequence[int], rule: ScoreRule, *, lacks_orders: bool) -> Figure:
    """Return the median in whole days, half a day up."""
    if not days:
        return Figure(LAG, 0, 0, None, None, Lacking.ORDERS)
    median = divide_half_up(days[(len(days) - 1) // 2] + days[len(days) // 2], 2)
    if lacks_orders:
        return Figure(LAG, median, len(days), median, None, Lacking.ORDERS)
    return Figure(LAG, median, len(days), median, rule.thresholds[LAG].band(median))


def _concentration(facts: Facts, rule: ScoreRule, *, lacks_orders: bool) -> Figure:
    """Return the dealer's share of the book; in a small book every dealer's share is large and says nothing."""
    figure = _share(CONCENTRATION, facts.own_fen, facts.book_fen, rule, lacks_orders=lacks_orders)
    if figure.lacking == Lacking.NOTHING and facts.book_fen < rule.least_book_fen:
        return replace(figure, band=None, lacking=Lacking.BOOK)
    return figure
