"""Give held money back to its owner."""

from collections.abc import Sequence

from accounts.models import User
from finance.posting import PostedEntry
from finance.services.release_hold_groups import HoldGroup, release_hold_groups


def release_holds(
    *, hold_ids: Sequence[int], reference: str, key: str, actor: User | None = None
) -> PostedEntry:
    """Move each hold back to its owner's available money in one entry, all or nothing, and end the holds.

    The same key again returns the same entry and moves nothing. Refuses StaleState when one of them has ended.
    """
    [posted] = release_hold_groups(groups=[HoldGroup(hold_ids, reference, key)], actor=actor)
    return posted
