"""The bank will not bring a deposit."""

from finance.custody.effects import NotYet, Outcome
from finance.custody.gateway import BankFact
from finance.custody.orders import fail_order, lock_order
from finance.models import BankTransaction, Deposit


def record_deposit_failed(fact: BankFact, receipt: BankTransaction) -> Outcome:
    """End the deposit as failed; no money moves. A deposit that ended otherwise is a conflict.

    Raises NotYet for an order that we have not written down as sent.
    """
    deposit = lock_order(Deposit, fact.reference)
    if deposit is None or (deposit.is_final and deposit.status != Deposit.Status.FAILED):
        return Outcome.CONFLICT
    if deposit.status == Deposit.Status.REQUESTED:
        raise NotYet
    if deposit.status in Deposit.WITH_THE_BANK:
        fail_order(deposit, fact.reason)
    return Outcome.RECORDED
