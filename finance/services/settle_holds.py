"""Use held money for what it was held for: a disbursement, a retention handed over, a deduction."""

import datetime as dt
from collections.abc import Sequence

from accounts.models import User
from finance.chart import AccountRef, wallet_held
from finance.models import Hold
from finance.posting import EntryInput, PostedEntry, TransferInput
from finance.services.end_holds import end_holds


def settle_holds(
    *,
    hold_ids: Sequence[int],
    to: AccountRef,
    kind: str,
    reference: str,
    key: str,
    purpose: str = "principal",
    extra: Sequence[TransferInput] = (),
    own_purpose_ids: Sequence[int] = (),
    actor: User | None = None,
    value_on: dt.date | None = None,
) -> PostedEntry:
    """Move each hold to `to`, hold by hold, with the extra transfers in one entry, all or nothing; end the holds.

    A disbursement hands in the memorandum (1301 → 2301), fees and retention as `extra`; a hold among
    `own_purpose_ids` (a down payment) keeps its own purpose. The same key again returns the same entry and moves
    nothing. Refuses StaleState when one of the holds has ended, InsufficientFunds. A constant number of statements for
    any number of holds.
    """

    def make_entry(holds: list[Hold]) -> EntryInput:
        moves = [
            TransferInput(
                wallet_held(hold.owner_id),
                to,
                hold.amount_fen,
                hold.purpose if hold.pk in own_purpose_ids else purpose,
            )
            for hold in holds
        ]
        person_id = actor.pk if actor else None
        return EntryInput(kind, reference, key, [*moves, *extra], value_on=value_on, posted_by_id=person_id)

    return end_holds(hold_ids=hold_ids, to=Hold.Status.SETTLED, make_entry=make_entry, actor=actor)
