"""Money arrived at the bank without an order of ours."""

from finance.custody.effects import Outcome, hold_in_suspense
from finance.custody.gateway import BankFact
from finance.models import BankTransaction, SuspenseItem


def record_receipt_unidentified(fact: BankFact, receipt: BankTransaction) -> Outcome:
    """Book it in suspense, 1001 → 2401, until a person clears it with evidence."""
    reason = SuspenseItem.Reason.UNKNOWN_REFERENCE if fact.reference else SuspenseItem.Reason.UNIDENTIFIED
    return hold_in_suspense(fact, receipt, reason)
