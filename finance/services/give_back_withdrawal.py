"""Give the money of a withdrawal that was not paid back to the wallet."""

import datetime as dt

from finance import chart
from finance.custody.orders import fail_order
from finance.messages import tell_customer
from finance.models import Withdrawal
from finance.posting import EntryInput, TransferInput
from finance.services.post_entries import post_entries


def give_back_withdrawal(*, withdrawal: Withdrawal, reason: str, value_on: dt.date | None = None) -> int:
    """End the withdrawal as failed and post 2101 → wallet.available; return the entry's id.

    The caller holds the withdrawal's lock and knows from the bank that it was not and will not be paid.
    """
    fail_order(withdrawal, reason)
    wallet = chart.wallet_available(withdrawal.user_id)
    posted = post_entries(
        [
            EntryInput(
                kind="withdrawal.bounced",
                reference=withdrawal.number,
                idempotency_key=f"withdrawal:{withdrawal.number}:bounced",
                transfers=[
                    TransferInput(chart.payouts_in_transit(), wallet, withdrawal.amount_fen, "withdrawal")
                ],
                value_on=value_on,
            )
        ]
    )
    tell_customer(withdrawal)
    return posted[0].id
