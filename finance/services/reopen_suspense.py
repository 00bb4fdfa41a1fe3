"""Put a receipt that could not be sent back on the work list again."""

from accounts.states import move
from finance import chart
from finance.models import SuspenseItem
from finance.posting import EntryInput, TransferInput
from finance.services.post_entries import post_entries


def reopen_suspense(*, item: SuspenseItem, reason: str) -> int:
    """Move an item from returning to open and post 2101 → 2401; return the entry's id.

    The caller holds the item's lock and knows from the bank that the refund was not and will not be paid. A
    new try gets a reference of its own.
    """
    reference = item.return_reference
    move(
        item,
        "open",
        actor=None,
        data={"reason": reason, "reference": reference},
        return_reference="",
        return_sent_at=None,
        next_ask_at=None,
        asked_times=0,
    )
    posted = post_entries(
        [
            EntryInput(
                kind="suspense.return_failed",
                reference=item.number,
                idempotency_key=f"refund:{reference}:failed",
                transfers=[
                    TransferInput(chart.payouts_in_transit(), chart.suspense(), item.amount_fen, "refund")
                ],
            )
        ]
    )
    return posted[0].id
