"""Match a day: the ledger against the bank's statement, and the loan book against its control accounts."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from accounts import clock
from accounts.events import EventInput, record_events
from accounts.invariants import Finding
from accounts.locking import lock
from accounts.models import User
from accounts.numbers import next_numbers
from accounts.states import move
from finance.domain.reconcile import Break, Match, compare_loan_book
from finance.domain.reconcile import match_statement as match_day
from finance.models import CustodyStatement, ReconciliationBreak, StatementLine
from finance.reconciliation.messages import tell_of_breaks
from finance.reconciliation.reading import FLOWS, DayToMatch, day_to_match, loan_book_figures, quiet_since
from finance.reconciliation.words import break_sentence
from finance.services.set_payout_halt import set_payout_halt

PREFIX = "RB"
HALT = "custody_reconciled"
Status = CustodyStatement.Status


def match_statement(*, statement_id: int, actor: User | None = None) -> CustodyStatement | None:
    """Match the statement of a day and write down each break by its name; a break of one fen halts payouts.

    May be run again: a break that is no longer found is marked as gone, never ended; one that comes back, or another
    amount, opens again. A night on which nothing was posted and nothing booked is what the night before was. Returns
    None for a statement that no longer counts.
    """
    with transaction.atomic():
        clock.lock_business_date()
        rows = lock(CustodyStatement.objects.filter(pk=statement_id, status__in=CustodyStatement.CURRENT))
        if not rows:
            return None
        [statement] = rows
        before = quiet_since(statement)
        if before is not None:
            _take_over(statement, before)
            return statement
        day = day_to_match(statement)
        figures = loan_book_figures(statement)
        match = match_day(day.stated, day.ledger, day.elsewhere, day.known)
        match.breaks += compare_loan_book(figures)
        _mark_lines(day.lines, match)
        fresh = _keep_breaks(statement, match.breaks)
        _conclude(statement, day, match, figures, actor)
        if fresh:
            set_payout_halt(findings=[Finding(HALT, [break_sentence(one) for one in fresh])])
            tell_of_breaks(statement, len(fresh))
    return statement


def _take_over(statement: CustodyStatement, before: CustodyStatement) -> None:
    """Carry the balances of a matched day over to a quiet one."""
    values: dict[str, Any] = {
        "ledger_opening_fen": before.ledger_closing_fen,
        "ledger_closing_fen": before.ledger_closing_fen,
        "figures": [[name, 0, 0] if name in FLOWS else [name, *fen] for name, *fen in before.figures],
        "matched_at": clock.now(),
    }
    data = {"day": str(statement.business_on), "breaks": 0, "as": before.number}
    move(statement, Status.MATCHED, actor=None, data=data, **values)


def _mark_lines(lines: list[StatementLine], match: Match) -> None:
    changed = []
    for line, verdict in zip(lines, match.verdicts, strict=True):
        if line.verdict != verdict:
            line.verdict = verdict
            changed.append(line)
    if changed:
        StatementLine.objects.bulk_update(changed, ["verdict"], batch_size=500)


def _keep_breaks(statement: CustodyStatement, found: list[Break]) -> list[ReconciliationBreak]:
    """Write down what is new, came back or changed, and return it; what is not found any more is marked as gone."""
    rows = lock(ReconciliationBreak.objects.filter(business_on=statement.day))
    if not found and not rows:
        return []
    known = {(row.kind, row.subject): row for row in rows}
    told = _by_subject(found)
    _mark_gone(row for key, row in known.items() if key not in told)
    again = [row for key, row in known.items() if key in told and _take_up(row, told[key], statement)]
    return again + _open(statement, [one for key, one in told.items() if key not in known])


def _by_subject(found: list[Break]) -> dict[tuple[str, str], Break]:
    """A line printed three times is one break of twice its amount."""
    told: dict[tuple[str, str], Break] = {}
    for one in found:
        key = (str(one.kind), one.subject)
        before = told.get(key)
        told[key] = (
            one
            if before is None
            else Break(
                one.kind,
                one.subject,
                one.reference,
                before.bank_fen + one.bank_fen,
                before.ledger_fen + one.ledger_fen,
            )
        )
    return told


def _mark_gone(rows: Iterable[ReconciliationBreak]) -> None:
    at = clock.now()
    gone = [row for row in rows if row.status in ReconciliationBreak.UNRESOLVED and row.gone_at is None]
    for row in gone:
        row.gone_at = at
        row.save(update_fields=["gone_at"])
    record_events([EventInput("reconciliation_break.gone", row) for row in gone], actor=None)


def _take_up(row: ReconciliationBreak, one: Break, statement: CustodyStatement) -> bool:
    """Bring a known break up to what was found now; return whether it has to be told anew."""
    is_other = (row.bank_fen, row.ledger_fen) != (one.bank_fen, one.ledger_fen)
    was_gone = row.gone_at is not None or row.resolution in ReconciliationBreak.WHEN_GONE
    row.bank_fen, row.ledger_fen, row.gone_at, row.statement = one.bank_fen, one.ledger_fen, None, statement
    row.save(update_fields=["bank_fen", "ledger_fen", "gone_at", "statement"])
    if row.status == ReconciliationBreak.Status.RESOLVED and (is_other or was_gone):
        move(row, ReconciliationBreak.Status.OPEN, actor=None, **_UNRESOLVED)
        return True
    return is_other and row.status != ReconciliationBreak.Status.RESOLVED


_UNRESOLVED: dict[str, Any] = {
    "resolution": "",
    "evidence": "",
    "entry_number": "",
    "approval_number": "",
    "resolved_by": None,
    "checked_by": None,
    "resolved_at": None,
}


def _open(statement: CustodyStatement, found: list[Break]) -> list[ReconciliationBreak]:
    at = clock.now()
    rows = [
        ReconciliationBreak(
            number=number,
            statement=statement,
            business_on=statement.day,
            kind=str(one.kind),
            subject=one.subject,
            reference=one.reference,
            bank_fen=one.bank_fen,
            ledger_fen=one.ledger_fen,
            found_at=at,
        )
        for number, one in zip(next_numbers(PREFIX, len(found)), found, strict=True)
    ]
    rows = ReconciliationBreak.objects.bulk_create(rows)
    record_events(
        [
            EventInput(
                "reconciliation_break.open",
                row,
                {"kind": row.kind, "day": str(row.business_on), "difference_fen": row.difference_fen},
            )
            for row in rows
        ],
        actor=None,
    )
    return rows


def _conclude(
    statement: CustodyStatement,
    day: DayToMatch,
    match: Match,
    figures: list[tuple[str, int, int]],
    actor: User | None,
) -> None:
    unresolved = ReconciliationBreak.objects.filter(
        business_on=statement.day, status__in=ReconciliationBreak.UNRESOLVED
    )
    # Also one that is gone is unresolved until somebody has said why.
    to = Status.BROKEN if unresolved.exists() else Status.MATCHED
    values: dict[str, Any] = {
        "ledger_opening_fen": day.ledger.opening_fen,
        "ledger_closing_fen": day.ledger.closing_fen,
        "ledger_in_fen": sum(max(one.signed_fen, 0) for one in day.ledger.movements),
        "ledger_out_fen": sum(max(-one.signed_fen, 0) for one in day.ledger.movements),
        "in_transit_fen": match.in_transit_fen,
        "figures": figures,
        "matched_at": clock.now(),
    }
    if statement.status == to:
        CustodyStatement.objects.filter(pk=statement.pk).update(**values)
    else:
        data = {"day": str(statement.business_on), "breaks": len(match.breaks)}
        move(statement, to, actor=actor, data=data, **values)
