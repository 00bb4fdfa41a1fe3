"""Give holds back in groups, each with an entry of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from accounts.models import User
from finance.chart import wallet_available, wallet_held
from finance.models import Hold
from finance.posting import EntryInput, PostedEntry, TransferInput
from finance.services.end_hold_groups import end_hold_groups


@dataclass(frozen=True)
class HoldGroup:
    """Holds that go back in one entry, with what the entry is about and its key."""

    hold_ids: Sequence[int]
    reference: str
    key: str


def release_hold_groups(*, groups: Sequence[HoldGroup], actor: User | None = None) -> list[PostedEntry]:
    """Move each hold back to its owner's available money, one entry a group, all or nothing, and end the holds.

    A constant number of statements for any number of groups. The same keys again return the same entries and move
    nothing. Refuses StaleState when one of the holds has ended.
    """
    if not groups:
        return []
    return end_hold_groups(
        groups=[(group.hold_ids, _entry_maker(group, actor)) for group in groups],
        to=Hold.Status.RELEASED,
        actor=actor,
    )


def _entry_maker(group: HoldGroup, actor: User | None) -> Callable[[list[Hold]], EntryInput]:
    def make_entry(holds: list[Hold]) -> EntryInput:
        moves = [
            TransferInput(
                wallet_held(hold.owner_id), wallet_available(hold.owner_id), hold.amount_fen, hold.purpose
            )
            for hold in holds
        ]
        return EntryInput(
            "hold.released", group.reference, group.key, moves, posted_by_id=actor.pk if actor else None
        )

    return make_entry
