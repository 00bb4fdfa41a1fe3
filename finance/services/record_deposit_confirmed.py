"""The bank has a customer's deposit."""

from finance import chart
from finance.custody.effects import NotYet, Outcome, hold_in_suspense, post_receipt
from finance.custody.gateway import BankFact
from finance.custody.orders import confirm_order, fail_order, lock_order
from finance.messages import tell_customer
from finance.models import BankTransaction, CustodyCustomer, Deposit, SuspenseItem
from finance.posting import TransferInput

Reason = SuspenseItem.Reason


def record_deposit_confirmed(fact: BankFact, receipt: BankTransaction) -> Outcome:
    """Credit the wallet, 1001 → wallet.available, where reference, amount and payer agree with the order.

    Anything else goes to suspense; an order that was still open ends as failed with that reason, so that
    the customer sees where the money is (samename, custody). Raises NotYet for an order that we have not written
    down as sent: the bank was faster than we.
    """
    deposit = lock_order(Deposit, fact.reference)
    if deposit is None:
        return hold_in_suspense(fact, receipt, Reason.UNKNOWN_REFERENCE)
    if deposit.status == Deposit.Status.REQUESTED:
        raise NotYet
    if deposit.status not in Deposit.WITH_THE_BANK:
        return hold_in_suspense(fact, receipt, Reason.LATE)
    mismatch = _mismatch(deposit, fact)
    if mismatch:
        fail_order(deposit, "in_suspense")
        return hold_in_suspense(fact, receipt, mismatch)
    confirm_order(deposit)
    wallet = chart.wallet_available(deposit.user_id)
    post_receipt(
        receipt,
        "deposit.confirmed",
        [TransferInput(chart.custody_bank(), wallet, fact.amount_fen, "deposit")],
    )
    tell_customer(deposit)
    return Outcome.RECORDED


def _mismatch(deposit: Deposit, fact: BankFact) -> str:
    if fact.amount_fen != deposit.amount_fen:
        return Reason.AMOUNT
    known_as = CustodyCustomer.objects.filter(user_id=deposit.user_id).values_list("bank_customer", flat=True)
    return "" if fact.customer in known_as else Reason.CUSTOMER
