"""Early settlement: what closes a loan on a date, and why.

What is due is owed in full. Of the running period only the days used are owed: interest runs for the days the
money was used and no longer (CC 677), service fees likewise, and of the periods after it nothing. Every
amount comes as a line with its base, rate and days, so that a page can show the sum.
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from finance.domain.money import PPM, divide
from lending.domain.day_counts import BASE, span_between
from lending.domain.terms import Method, Terms

# The lines that make up the interest: of what is not due yet, and of all.
EARLY_INTEREST = ("interest_carried", "interest_used", "interest_paid_ahead", "interest_of_dealer")
INTEREST = ("interest_due", *EARLY_INTEREST)


class OpenInstalment(NamedTuple):
    """Hold an instalment that is not fully paid: its schedule row and what was paid of it, in fen.

    `overdue_interest_fen` is what it owes of overdue interest on the settlement date. `carried_fen` is
    interest earned in earlier periods that its interest contains. `dealer_interest_fen` is what a dealer pays of its
    unpaid interest in the borrower's place.
    """

    n: int
    starts_on: dt.date
    due_on: dt.date
    principal_fen: int
    interest_fen: int
    fee_fen: int
    days: int
    carried_fen: int = 0
    paid_principal_fen: int = 0
    paid_interest_fen: int = 0
    paid_fee_fen: int = 0
    overdue_interest_fen: int = 0
    dealer_interest_fen: int = 0

    @property
    def open_principal_fen(self) -> int:
        """Return the principal not yet paid."""
        return self.principal_fen - self.paid_principal_fen


class SettlementLine(NamedTuple):
    """Hold one line of a settlement: what for, and the sum behind it.

    `code` is one of principal_due, interest_due, fee_due, overdue_interest, principal_early, interest_carried,
    interest_used, fee_used, interest_paid_ahead, interest_of_dealer, early_fee. Where `rate_ppm` is set the
    amount is base × rate × share / year_base; where only `days` and `period_days` are, it is base × days /
    period_days; else it is the base.
    """

    code: str
    n: int
    amount_fen: int
    base_fen: int
    rate_ppm: int = 0
    days: int = 0
    period_days: int = 0
    share: int = 0
    year_base: int = 0


class Settlement(NamedTuple):
    """Hold the figure that closes a loan at the end of a date, by component, in fen."""

    as_of: dt.date
    principal_fen: int
    interest_fen: int
    overdue_interest_fen: int
    fee_fen: int
    early_fee_fen: int
    lines: tuple[SettlementLine, ...]

    @property
    def total_fen(self) -> int:
        """Return what the borrower pays to close the loan."""
        return (
            self.principal_fen
            + self.interest_fen
            + self.overdue_interest_fen
            + self.fee_fen
            + self.early_fee_fen
        )


def settle(
    terms: Terms, instalments: Sequence[OpenInstalment], as_of: dt.date, early_fee_ppm: int = 0
) -> Settlement:
    """Return what closes a loan on a date.

    `instalments` are all that still owe anything, oldest first. The early fee is on the principal that was
    not yet due. Refuses a date before the disbursement.
    """
    if as_of < terms.disbursed_on:
        raise ValueError("A loan is not settled before it is disbursed.")
    lines = [line for row in instalments if row.due_on <= as_of for line in _due_lines(row)]
    ahead = [row for row in instalments if row.due_on > as_of]
    early_fen = sum(row.open_principal_fen for row in ahead)
    if ahead:
        lines += _early_lines(terms, ahead, early_fen, as_of, early_fee_ppm)
    kept = tuple(line for line in lines if line.amount_fen)
    return Settlement(
        as_of=as_of,
        principal_fen=_sum(kept, "principal_due", "principal_early"),
        interest_fen=_sum(kept, *INTEREST),
        overdue_interest_fen=_sum(kept, "overdue_interest"),
        fee_fen=_sum(kept, "fee_due", "fee_used"),
        early_fee_fen=_sum(kept, "early_fee"),
        lines=kept,
    )


def _due_lines(row: OpenInstalment) -> list[SettlementLine]:
    interest_fen = row.interest_fen - row.paid_interest_fen
    owed = (
        ("principal_due", row.open_principal_fen),
        ("interest_due", interest_fen),
        ("interest_of_dealer", -min(row.dealer_interest_fen, interest_fen)),
        ("overdue_interest", row.overdue_interest_fen),
        ("fee_due", row.fee_fen - row.paid_fee_fen),
    )
    return [SettlementLine(code, row.n, amount_fen, amount_fen) for code, amount_fen in owed]


def _early_lines(
    terms: Terms, ahead: Sequence[OpenInstalment], early_fen: int, as_of: dt.date, early_fee_ppm: int
) -> list[SettlementLine]:
    running = ahead[0]
    lines = [SettlementLine("principal_early", running.n, early_fen, early_fen)]
    if as_of > running.starts_on:
        lines += _used_lines(terms, running, early_fen, as_of)
    early_fee_fen = divide(early_fen * early_fee_ppm, PPM, terms.rounding)
    lines.append(SettlementLine("early_fee", running.n, early_fee_fen, early_fen, early_fee_ppm))
    return lines


def _used_lines(
    terms: Terms, running: OpenInstalment, early_fen: int, as_of: dt.date
) -> list[SettlementLine]:
    """Return what the running period has earned so far: days are never more than the period's own."""
    n = running.n
    span = span_between(terms.day_count, terms.period_unit, running.starts_on, as_of)
    days = min(span.days, running.days)
    if terms.method == Method.FLAT:
        used_fen = divide(running.interest_fen * days, running.days, terms.rounding)
        used = SettlementLine(
            "interest_used", n, used_fen, running.interest_fen, days=days, period_days=running.days
        )
    else:
        # Under 30/360 a clamped month can count more days than the period is charged for.
        share, base = span.share if days == span.days else days, BASE[terms.day_count]
        used_fen = divide(early_fen * terms.annual_rate_ppm * share, PPM * base, terms.rounding)
        used = SettlementLine(
            "interest_used", n, used_fen, early_fen, terms.annual_rate_ppm, days, running.days, share, base
        )
    ahead_fen = min(running.paid_interest_fen, running.carried_fen + used_fen)
    dealer_fen = min(running.dealer_interest_fen, running.carried_fen + used_fen - ahead_fen)
    # The rest of a period may have no day left under 30/360; its fee was earned with the days before.
    fee_fen = running.fee_fen
    if running.days:
        fee_fen = divide(running.fee_fen * days, running.days, terms.rounding)
    fee_fen = max(0, fee_fen - running.paid_fee_fen)
    return [
        SettlementLine("interest_carried", n, running.carried_fen, running.carried_fen),
        used,
        SettlementLine("interest_paid_ahead", n, -ahead_fen, running.paid_interest_fen),
        SettlementLine("interest_of_dealer", n, -dealer_fen, running.dealer_interest_fen),
        SettlementLine("fee_used", n, fee_fen, running.fee_fen, days=days, period_days=running.days),
    ]


def _sum(lines: Sequence[SettlementLine], *codes: str) -> int:
    return sum(line.amount_fen for line in lines if line.code in codes)
