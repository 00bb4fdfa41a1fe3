"""Drop an export that was not approved, or that nobody fetched in time."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move, move_many
from risk.models import ListExport

Status = ListExport.Status


def drop_export(*, number: str, actor: User | None) -> ListExport:
    """End a request that was not approved; a second call finds it ended."""
    with transaction.atomic():
        row = lock_one(ListExport.objects.filter(number=number))
        if row.status == Status.PLANNED:
            move(row, Status.DROPPED, actor=actor, ended_at=clock.now())
    return row


def find_exports_to_drop(day: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the exports whose last day is this one or earlier, in the order of their ids."""
    rows = ListExport.objects.filter(status=Status.READY, until_on__lte=day, pk__gt=after_id)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def drop_exports(ids: Iterable[int]) -> int:
    """Drop those that are still to be fetched; return how many."""
    moved = move_many(
        ListExport, list(ids), from_=Status.READY, to=Status.DROPPED, actor=None, ended_at=clock.now()
    )
    return len(moved)
