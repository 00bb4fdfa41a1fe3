"""Write down that a receipt is being handed back to the bank, or that the bank is being asked about it."""

from dataclasses import dataclass
from typing import Any

from accounts import clock
from finance.custody.orders import FIRST_ASK_OF_UNKNOWN, LOST_CALL_AFTER, pause_before_asking
from finance.models import SuspenseItem
from finance.queries.halts import payouts_halted


@dataclass(frozen=True)
class RefundOrder:
    reference: str
    receipt_number: str
    amount_fen: int
    # Handed over before: ask about it, never send it again.
    only_ask: bool


def prepare_refund(*, item_id: int) -> RefundOrder | None:
    """Claim the sending-back of a receipt, or the next question about it; None where there is nothing to do yet.

    Waits while payouts are halted.
    """
    at = clock.now()
    item = SuspenseItem.objects.select_related("receipt").get(pk=item_id)
    if item.status != SuspenseItem.Status.RETURNING:
        return None
    if item.return_sent_at is None:
        if payouts_halted() is not None:
            return None
        claim: dict[str, Any] = {"return_sent_at": at, "next_ask_at": at + LOST_CALL_AFTER}
    elif item.next_ask_at is not None and item.next_ask_at <= at:
        pause = pause_before_asking(FIRST_ASK_OF_UNKNOWN, item.asked_times)
        claim = {"asked_times": item.asked_times + 1, "next_ask_at": at + pause}
    else:
        return None
    unclaimed = SuspenseItem.objects.filter(
        pk=item_id, status="returning", return_sent_at=item.return_sent_at, next_ask_at=item.next_ask_at
    )
    if unclaimed.update(**claim) != 1:
        return None
    return RefundOrder(
        item.return_reference, item.receipt.bank_number, item.amount_fen, item.return_sent_at is not None
    )
