"""The end of holds, whichever it is: locked, checked, posted in one entry, moved together."""

from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import StaleState
from accounts.locking import lock
from accounts.models import User
from accounts.states import move_many
from finance.errors import KeyReused
from finance.models import Entry, Hold
from finance.posting import EntryInput, PostedEntry
from finance.services.post_entries import post_entries


def end_holds(
    *, hold_ids: Sequence[int], to: str, make_entry: Callable[[list[Hold]], EntryInput], actor: User | None
) -> PostedEntry:
    """Lock the holds by id, post the entry made from them, and move them to `to`.

    The same entry again moves nothing. Refuses StaleState when a hold has ended by another entry or is not there,
    KeyReused when the key belongs to another entry.
    """
    wanted = sorted(set(hold_ids))
    with transaction.atomic():
        clock.lock_business_date()
        holds = lock(Hold.objects.filter(pk__in=wanted))
        states = {hold.status for hold in holds}
        if not wanted or len(holds) != len(wanted) or len(states) != 1:
            raise _stale()
        if states == {to}:
            return _find_ending(holds, make_entry(holds))
        if states != {Hold.Status.HELD}:
            raise _stale()
        [posted] = post_entries([make_entry(holds)])
        if not posted.is_new:
            raise KeyReused
        move_many(
            Hold,
            wanted,
            from_=Hold.Status.HELD,
            to=to,
            actor=actor,
            ended_at=clock.now(),
            ended_entry_id=posted.id,
        )
    return posted


def _find_ending(holds: list[Hold], entry: EntryInput) -> PostedEntry:
    """Return the entry that ended all these holds, if it is this one."""
    keys = set(Entry.objects.filter(ended_holds__in=holds).values_list("idempotency_key", flat=True))
    if keys != {entry.idempotency_key}:
        raise _stale()
    return post_entries([entry])[0]


def _stale() -> StaleState:
    return StaleState("stale_state", _("Somebody else was faster. Please look at the page again."))
