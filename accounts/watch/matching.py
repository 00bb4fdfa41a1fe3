"""What of the watch-list is in force on a day, and against which values of a person it is held."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from accounts.domain.identity_number import read_identity_number
from accounts.locking import lock_names
from accounts.models.identity_check import IdentityCheck
from accounts.models.watch_entry import WatchEntry, WatchHit
from accounts.watch.values import Kind, name_birth_index

Sought = tuple[str, str]


def entries_against(sought: Iterable[Sought], on: dt.date) -> list[WatchEntry]:
    """Return the entries in force on a day that name one of these values; the caller holds a transaction.

    Whoever puts an entry in force holds its value's name too: it counts here already, or its search finds what the
    caller leaves behind.
    """
    wanted = [one for one in sought if one[1]]
    if not wanted:
        return []
    lock_names(*(watch_name(index) for _kind, index in wanted))
    return entries_in_force(wanted, on)


def entries_in_force(wanted: Iterable[Sought], on: dt.date) -> list[WatchEntry]:
    """Return the entries in force on a day that name one of these values, as they stand now and for reading only."""
    same = Q(pk__in=[])
    for kind, index in wanted:
        same |= Q(kind=kind, value_index=index)
    rows = WatchEntry.objects.filter(same, status=WatchEntry.Status.IN_FORCE)
    return list(rows.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=on)).order_by("pk"))


def watch_name(index: str) -> str:
    """Return the name under which nobody else works on a value of the list."""
    return f"watch:{index}"


def sought_of(check: IdentityCheck, phone_index: str | None) -> list[Sought]:
    """Return the values of a person who is about to be bound."""
    birth_on = read_identity_number(check.identity_number).birth_on
    return [
        (Kind.IDENTITY, check.identity_index),
        (Kind.NAME_BIRTH, name_birth_index(check.real_name, birth_on)),
        (Kind.PHONE, phone_index or ""),
    ]


def standing(entries: Iterable[WatchEntry], user_id: int) -> list[WatchEntry]:
    """Return those of the entries that were not cleared for this customer."""
    wanted = list(entries)
    cleared = WatchHit.objects.filter(user=user_id, entry__in=wanted, status=WatchHit.Status.CLEARED)
    gone = set(cleared.values_list("entry", flat=True))
    return [one for one in wanted if one.pk not in gone]
