"""Calling a loan in: when it may be, and what is due then.

Goods: the unpaid price that fell due has reached a share of the whole price (CC 634). Cash: what the contract says,
a number of unpaid instalments and days late. From the day it takes effect the rest of the principal is due with the
interest of the days used; interest of days that never come is not owed.
"""

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from finance.domain.money import PPM
from lending.domain.settlement import EARLY_INTEREST, OpenInstalment, settle
from lending.domain.terms import Method, Terms


class Default(NamedTuple):
    """Hold how far a borrower is behind: due and unpaid principal in fen, instalments, days of the oldest."""

    unpaid_fen: int
    missed: int
    late_days: int


class CalledIn(NamedTuple):
    """Hold the one row that takes the place of all that were still to come, with the sum behind its interest.

    Interest is `base_fen` × `rate_num` / `rate_den` and `carried_fen` of earlier periods, less what was paid ahead.
    """

    starts_on: dt.date
    due_on: dt.date
    principal_fen: int
    interest_fen: int
    fee_fen: int
    base_fen: int
    days: int
    rate_num: int
    rate_den: int
    carried_fen: int


def default_of(rows: Sequence[OpenInstalment], as_of: dt.date) -> Default:
    """Return how far behind the open rows, oldest first, are at the end of a day."""
    late = [row for row in rows if row.due_on < as_of]
    return Default(
        sum(row.open_principal_fen for row in late),
        len(late),
        (as_of - late[0].due_on).days if late else 0,
    )


def is_goods_default(default: Default, price_fen: int, share_ppm: int) -> bool:
    """Whether the unpaid price that fell due has reached the share of the whole price (RULES `goods.default`)."""
    return default.unpaid_fen * PPM >= price_fen * share_ppm


def is_cash_default(default: Default, missed: int, late_days: int) -> bool:
    """Whether enough instalments are unpaid and the oldest is late enough (RULES `acceleration`)."""
    return default.missed >= missed and default.late_days > late_days


def call_in(terms: Terms, rows: Sequence[OpenInstalment], on: dt.date) -> CalledIn | None:
    """Return the row that falls due on a day instead of all later ones; nothing where none is later."""
    ahead = [row for row in rows if row.due_on > on]
    if not ahead:
        return None
    running = ahead[0]
    lines = settle(terms, ahead, on).lines
    used = next((line for line in lines if line.code == "interest_used"), None)
    interest_fen = sum(line.amount_fen for line in lines if line.code in EARLY_INTEREST)
    if used is None:
        factor = Fraction(0)
    elif terms.method == Method.FLAT:
        factor = Fraction(used.days, used.period_days)
    else:
        factor = Fraction(used.rate_ppm * used.share, PPM * used.year_base)
    return CalledIn(
        # On the day a period begins none of it is used, and a row lasts at least a day.
        starts_on=min(running.starts_on, on - dt.timedelta(days=1)),
        due_on=on,
        principal_fen=sum(row.open_principal_fen for row in ahead),
        interest_fen=interest_fen,
        fee_fen=sum(line.amount_fen for line in lines if line.code == "fee_used"),
        base_fen=used.base_fen if used else 0,
        days=used.days if used else 0,
        rate_num=factor.numerator,
        rate_den=factor.denominator,
        carried_fen=running.carried_fen,
    )
