"""The end of any number of holds in groups: locked, checked, posted with one entry a group, moved together."""

from collections.abc import Callable, Sequence

from django.db import transaction
from django.db.models import BigIntegerField, Case, Value, When
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

# The ids of a group's holds, and its entry made from them.
Group = tuple[Sequence[int], Callable[[list[Hold]], EntryInput]]


def end_hold_groups(*, groups: Sequence[Group], to: str, actor: User | None) -> list[PostedEntry]:
    """Lock all holds by id, post the entry made from each group, and move the holds to `to`; all or nothing.

    A constant number of statements for any number of groups, which share no hold. The same entries again move nothing.
    Refuses StaleState when a hold has ended by another entry or is not there, KeyReused when a key belongs to another
    entry.
    """
    with transaction.atomic():
        clock.lock_business_date()
        found = {hold.pk: hold for hold in lock(Hold.objects.filter(pk__in=_all_ids(groups)))}
        held = [[found[pk] for pk in sorted(set(ids)) if pk in found] for ids, _make in groups]
        states = {hold.status for hold in found.values()}
        if any(not ids or len(own) != len(set(ids)) for own, (ids, _make) in zip(held, groups, strict=True)):
            raise _stale()
        if len(states) != 1 or not states <= {to, Hold.Status.HELD}:
            raise _stale()
        entries = [make(own) for own, (_ids, make) in zip(held, groups, strict=True)]
        if states == {to}:
            return _find_ending(held, entries)
        posted = post_entries(entries)
        if not all(entry.is_new for entry in posted):
            raise KeyReused
        move_many(
            Hold,
            found,
            from_=Hold.Status.HELD,
            to=to,
            actor=actor,
            ended_at=clock.now(),
            ended_entry_id=_entry_of(held, posted),
        )
    return posted


def _all_ids(groups: Sequence[Group]) -> list[int]:
    return sorted({pk for ids, _make in groups for pk in ids})


def _entry_of(held: list[list[Hold]], posted: list[PostedEntry]) -> Case:
    return Case(
        *(
            When(pk__in=[hold.pk for hold in own], then=Value(entry.id))
            for own, entry in zip(held, posted, strict=True)
        ),
        output_field=BigIntegerField(),
    )


def _find_ending(held: list[list[Hold]], entries: list[EntryInput]) -> list[PostedEntry]:
    """Return the entries that ended all these holds, if they are these."""
    for own, entry in zip(held, entries, strict=True):
        keys = set(Entry.objects.filter(ended_holds__in=own).values_list("idempotency_key", flat=True))
        if keys != {entry.idempotency_key}:
            raise _stale()
    return post_entries(entries)


def _stale() -> StaleState:
    return StaleState("stale_state", _("Somebody else was faster. Please look at the page again."))
