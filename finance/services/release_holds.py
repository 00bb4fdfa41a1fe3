"""Give held money back to its owner."""

from collections.abc import Sequence

from accounts.models import User
from finance.chart import wallet_available, wallet_held
from finance.models import Hold
from finance.posting import EntryInput, PostedEntry, TransferInput
from finance.services.end_holds import end_holds


def release_holds(
    *, hold_ids: Sequence[int], reference: str, key: str, actor: User | None = None
) -> PostedEntry:
    """Move each hold back to its owner's available money in one entry, all or nothing, and end the holds.

    The same key again returns the same entry and moves nothing. Refuses StaleState when one of them has ended.
    """

    def make_entry(holds: list[Hold]) -> EntryInput:
        moves = [
            TransferInput(
                wallet_held(hold.owner_id), wallet_available(hold.owner_id), hold.amount_fen, hold.purpose
            )
            for hold in holds
        ]
        return EntryInput("hold.released", reference, key, moves, posted_by_id=actor.pk if actor else None)

    return end_holds(hold_ids=hold_ids, to=Hold.Status.RELEASED, make_entry=make_entry, actor=actor)
