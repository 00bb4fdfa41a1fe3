"""What must always hold between the bank and our books. Each check returns one sentence for each breach."""

from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from accounts.invariants import invariant
from finance.custody.gateway import uses_sandbox_bank
from finance.domain.money import format_yuan
from finance.models import BankTransaction

SHOWN = 20

# What an entry moved on the bank's account, beside what its bank transaction says.
EFFECTS = """
SELECT receipt.bank_number, receipt.direction * receipt.amount_fen, COALESCE(SUM(
    CASE WHEN debit.code = '1001' THEN transfer.amount_fen
         WHEN credit.code = '1001' THEN -transfer.amount_fen ELSE 0 END
), 0)
FROM finance_banktransaction AS receipt
LEFT JOIN finance_transfer AS transfer ON transfer.entry_id = receipt.entry_id
LEFT JOIN finance_ledgeraccount AS debit ON debit.id = transfer.debit_id
LEFT JOIN finance_ledgeraccount AS credit ON credit.id = transfer.credit_id
WHERE NOT receipt.is_conflict
GROUP BY receipt.id, receipt.bank_number, receipt.direction, receipt.amount_fen
HAVING receipt.direction * receipt.amount_fen <> COALESCE(SUM(
    CASE WHEN debit.code = '1001' THEN transfer.amount_fen
         WHEN credit.code = '1001' THEN -transfer.amount_fen ELSE 0 END
), 0)
ORDER BY receipt.bank_number
"""
# An entry that carries a bank number and belongs to no bank transaction, or to two.
SHARED = """
SELECT entry.idempotency_key, COUNT(receipt.id)
FROM finance_entry AS entry LEFT JOIN finance_banktransaction AS receipt ON receipt.entry_id = entry.id
WHERE entry.idempotency_key LIKE 'bank:%%'
GROUP BY entry.id, entry.idempotency_key
HAVING COUNT(receipt.id) <> 1
ORDER BY entry.id
"""
# What the kinds of orders at the bank moved on an account; other kinds of payouts keep their own sub-ledger.
MOVED = """
SELECT COALESCE(SUM(CASE WHEN credit.code = %s THEN transfer.amount_fen ELSE -transfer.amount_fen END), 0)
FROM finance_transfer AS transfer
JOIN finance_ledgeraccount AS debit ON debit.id = transfer.debit_id
JOIN finance_ledgeraccount AS credit ON credit.id = transfer.credit_id
JOIN finance_entry AS entry ON entry.id = transfer.entry_id
WHERE (debit.code = %s OR credit.code = %s) AND (entry.kind LIKE 'withdrawal.%%' OR entry.kind LIKE 'suspense.%%')
"""
IN_TRANSIT = """
SELECT (SELECT COALESCE(SUM(amount_fen), 0) FROM finance_withdrawal WHERE status IN ('requested', 'sent', 'unknown'))
     + (SELECT COALESCE(SUM(amount_fen), 0) FROM finance_suspenseitem WHERE status = 'returning')
"""
IN_SUSPENSE = "SELECT COALESCE(SUM(amount_fen), 0) FROM finance_suspenseitem WHERE status = 'open'"
# The bank's statement against ours, number by number. What is booked there and unknown here must still be on its way.
STATEMENT = """
SELECT booked.bank_number
FROM finance_sandboxtransaction AS booked
LEFT JOIN finance_banktransaction AS receipt ON receipt.bank_number = booked.bank_number
WHERE booked.state = 'booked' AND (
    (receipt.id IS NOT NULL AND receipt.amount_fen <> booked.amount_fen)
    OR (receipt.id IS NULL AND NOT EXISTS (
        SELECT 1 FROM finance_sandboxnotification AS word
        WHERE word.transaction_id = booked.id AND word.state <> 'delivered'
    ) AND NOT EXISTS (
        SELECT 1 FROM finance_custodynotification AS early
        WHERE early.bank_number = booked.bank_number AND early.outcome = 'waiting'
    ))
)
UNION ALL
SELECT receipt.bank_number
FROM finance_banktransaction AS receipt
LEFT JOIN finance_sandboxtransaction AS booked
    ON booked.bank_number = receipt.bank_number AND booked.state = 'booked'
WHERE receipt.direction <> 0 AND booked.id IS NULL
ORDER BY 1
"""


@invariant("bank_transactions_have_one_effect")
def bank_transactions_have_one_effect() -> list[str]:
    """Each bank transaction number has one entry, which moves its amount on the bank's account."""
    wrong = [
        _("Bank transaction %(number)s is %(told)s, its entry moved %(moved)s.")
        % {"number": number, "told": format_yuan(int(told_fen)), "moved": format_yuan(int(moved_fen))}
        for number, told_fen, moved_fen in _rows(EFFECTS)
    ]
    shared = [
        _("Entry %(key)s belongs to %(count)s bank transactions.") % {"key": key, "count": count}
        for key, count in _rows(SHARED)
    ]
    return (wrong + shared)[:SHOWN]


@invariant("bank_never_contradicts_the_books")
def bank_never_contradicts_the_books() -> list[str]:
    """The bank moved no money that our books could not follow."""
    rows = BankTransaction.objects.filter(is_conflict=True).exclude(direction=0).order_by("pk")[:SHOWN]
    return [
        _("Bank transaction %(number)s (%(kind)s) of %(amount)s has no place in the books.")
        % {"number": row.bank_number, "kind": row.kind, "amount": format_yuan(row.amount_fen)}
        for row in rows
    ]


@invariant("payouts_in_transit_are_orders")
def payouts_in_transit_are_orders() -> list[str]:
    """What withdrawals and sendings-back left in 2101 is what is under way with the bank."""
    return _compare("2101", IN_TRANSIT)


@invariant("suspense_is_worked_on")
def suspense_is_worked_on() -> list[str]:
    """What lies in suspense is what stands on the work list."""
    return _compare("2401", IN_SUSPENSE)


@invariant("custody_statement_agrees")
def custody_statement_agrees() -> list[str]:
    """The bank's statement is our book and what is on its way, number by number (the sandbox shows its statement)."""
    if not uses_sandbox_bank():
        return []
    return [
        _("Bank transaction %(number)s differs between the bank's statement and our books.")
        % {"number": number}
        for (number,) in _rows(STATEMENT)[:SHOWN]
    ]


def _compare(code: str, expected_sql: str) -> list[str]:
    moved_fen = int(_rows(MOVED, [code, code, code])[0][0])
    expected_fen = int(_rows(expected_sql)[0][0])
    if moved_fen == expected_fen:
        return []
    shown = {"code": code, "moved": format_yuan(moved_fen), "expected": format_yuan(expected_fen)}
    return [_("Account %(code)s holds %(moved)s, the orders say %(expected)s.") % shown]


def _rows(sql: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        # Without parameters the percent signs of a pattern are still written twice.
        cursor.execute(sql, parameters or [])
        return list(cursor.fetchall())
