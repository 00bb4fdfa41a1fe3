"""The bank has paid a withdrawal out."""

from finance import chart
from finance.custody.effects import Outcome, post_receipt, take_back
from finance.custody.gateway import BankFact
from finance.custody.orders import confirm_order, lock_order
from finance.messages import tell_customer
from finance.models import BankTransaction, CustodyCustomer, WalletFreeze, Withdrawal
from finance.posting import TransferInput


def record_withdrawal_paid(fact: BankFact, receipt: BankTransaction) -> Outcome:
    """Book the payout, 2101 → 1001.

    A payout that arrives after the withdrawal had been given back to the wallet is taken back from it, and
    the wallet is frozen. A payout we never ordered, of another amount, to another customer, or a second
    one, is a conflict: nothing is booked, and the books' difference to the bank stays visible.
    """
    withdrawal = lock_order(Withdrawal, fact.reference)
    if withdrawal is None or withdrawal.amount_fen != fact.amount_fen or not _is_theirs(withdrawal, fact):
        return Outcome.CONFLICT
    if withdrawal.status in Withdrawal.WITH_THE_BANK:
        confirm_order(withdrawal)
        transit = chart.payouts_in_transit()
        post_receipt(
            receipt,
            "withdrawal.paid",
            [TransferInput(transit, chart.custody_bank(), fact.amount_fen, "withdrawal")],
        )
        tell_customer(withdrawal)
        return Outcome.RECORDED
    if withdrawal.status == Withdrawal.Status.FAILED and withdrawal.sent_at is not None:
        take_back(
            withdrawal.user,
            fact,
            receipt,
            kind="withdrawal.paid_late",
            freeze_reason=WalletFreeze.Reason.PAID_TWICE,
        )
        return Outcome.RECORDED
    return Outcome.CONFLICT


def _is_theirs(withdrawal: Withdrawal, fact: BankFact) -> bool:
    return CustodyCustomer.objects.filter(user_id=withdrawal.user_id, bank_customer=fact.customer).exists()
