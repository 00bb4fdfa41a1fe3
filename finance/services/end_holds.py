"""The end of holds, whichever it is: locked, checked, posted in one entry, moved together."""

from collections.abc import Callable, Sequence

from accounts.models import User
from finance.models import Hold
from finance.posting import EntryInput, PostedEntry
from finance.services.end_hold_groups import end_hold_groups


def end_holds(
    *, hold_ids: Sequence[int], to: str, make_entry: Callable[[list[Hold]], EntryInput], actor: User | None
) -> PostedEntry:
    """Lock the holds by id, post the entry made from them, and move them to `to`.

    The same entry again moves nothing. Refuses StaleState when a hold has ended by another entry or is not there,
    KeyReused when the key belongs to another entry.
    """
    [posted] = end_hold_groups(groups=[(hold_ids, make_entry)], to=to, actor=actor)
    return posted
