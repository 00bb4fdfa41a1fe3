"""A payout came back to the bank after it had been paid."""

from accounts import clock
from accounts.states import move
from finance import chart
from finance.custody.effects import NotYet, Outcome, hold_in_suspense, post_receipt
from finance.custody.gateway import BankFact
from finance.custody.orders import lock_order
from finance.messages import tell_customer
from finance.models import BankTransaction, SuspenseItem, Withdrawal
from finance.posting import TransferInput

Reason = SuspenseItem.Reason


def record_withdrawal_returned(fact: BankFact, receipt: BankTransaction) -> Outcome:
    """Credit the wallet again, 1001 → wallet.available; what does not match a paid withdrawal goes to suspense.

    A return that overtakes the news of the payment waits for it.
    """
    withdrawal = lock_order(Withdrawal, fact.reference)
    if withdrawal is None:
        return hold_in_suspense(fact, receipt, Reason.UNKNOWN_REFERENCE)
    if withdrawal.status in Withdrawal.IN_TRANSIT:
        raise NotYet
    if withdrawal.status != Withdrawal.Status.CONFIRMED:
        return hold_in_suspense(fact, receipt, Reason.LATE)
    if withdrawal.amount_fen != fact.amount_fen:
        return hold_in_suspense(fact, receipt, Reason.AMOUNT)
    move(withdrawal, "returned", actor=None, failure="card_closed", ended_at=clock.now())
    wallet = chart.wallet_available(withdrawal.user_id)
    post_receipt(
        receipt,
        "withdrawal.returned",
        [TransferInput(chart.custody_bank(), wallet, fact.amount_fen, "withdrawal")],
    )
    tell_customer(withdrawal)
    return Outcome.RECORDED
