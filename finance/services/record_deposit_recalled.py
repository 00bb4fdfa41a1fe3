"""The bank has taken a deposit back."""

from accounts import clock
from accounts.states import move
from finance import chart
from finance.custody.effects import NotYet, Outcome, post_receipt, take_back
from finance.custody.gateway import BankFact
from finance.custody.orders import lock_order
from finance.messages import tell_customer
from finance.models import BankTransaction, Deposit, SuspenseItem, WalletFreeze
from finance.posting import TransferInput


def record_deposit_recalled(fact: BankFact, receipt: BankTransaction) -> Outcome:
    """Take a deposit back out of the wallet, a shortfall out of the company's own money, and freeze the wallet.

    wallet.available → 1001; shortfall 2190 → 1001 with 1221 → 1003. A deposit whose money lies in suspense
    leaves from there, 2401 → 1001. A recall that overtakes the confirmation waits for it. Another amount
    than the deposit's is a conflict.
    """
    deposit = lock_order(Deposit, fact.reference)
    if deposit is None:
        return Outcome.CONFLICT
    if deposit.status in Deposit.IN_TRANSIT:
        raise NotYet
    item = SuspenseItem.objects.filter(reference=fact.reference, status=SuspenseItem.Status.OPEN).first()
    if deposit.status == Deposit.Status.FAILED and item is not None and item.amount_fen == fact.amount_fen:
        return _recall_from_suspense(item, receipt)
    if deposit.status != Deposit.Status.CONFIRMED or deposit.amount_fen != fact.amount_fen:
        return Outcome.CONFLICT
    move(deposit, "recalled", actor=None, ended_at=clock.now())
    take_back(deposit.user, fact, receipt, kind="deposit.recalled", freeze_reason=WalletFreeze.Reason.RECALL)
    tell_customer(deposit)
    return Outcome.RECORDED


def _recall_from_suspense(item: SuspenseItem, receipt: BankTransaction) -> Outcome:
    move(item, "returned", actor=None, data={"bank_number": receipt.bank_number}, cleared_at=clock.now())
    post_receipt(
        receipt,
        "suspense.returned",
        [TransferInput(chart.suspense(), chart.custody_bank(), item.amount_fen, "recall")],
        item.number,
    )
    return Outcome.RECORDED
