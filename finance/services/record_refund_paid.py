"""The bank has sent a receipt in suspense back to its sender."""

from accounts import clock
from accounts.locking import lock
from accounts.states import move
from finance import chart
from finance.custody.effects import Outcome, post_receipt
from finance.custody.gateway import BankFact
from finance.models import BankTransaction, SuspenseItem
from finance.posting import TransferInput


def record_refund_paid(fact: BankFact, receipt: BankTransaction) -> Outcome:
    """Book the money out of the bank, 2101 → 1001; a refund we did not order is a conflict."""
    found = lock(SuspenseItem.objects.filter(return_reference=fact.reference).exclude(return_reference=""))
    if not found or found[0].status != "returning" or found[0].amount_fen != fact.amount_fen:
        return Outcome.CONFLICT
    item = found[0]
    move(item, "returned", actor=None, cleared_at=clock.now(), next_ask_at=None)
    post_receipt(
        receipt,
        "suspense.returned",
        [TransferInput(chart.payouts_in_transit(), chart.custody_bank(), item.amount_fen, "refund")],
        item.number,
    )
    return Outcome.RECORDED
