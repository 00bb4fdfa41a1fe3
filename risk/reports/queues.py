"""What waits on the risk manager's desk, with its age: each room hangs its queue in."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.utils.functional import Promise

from accounts import clock
from accounts.models import User


@dataclass(frozen=True)
class WorkQueue:
    """`rows()` wait since the day or instant in `since`; `path` is where they are worked on, `right` who may go."""

    code: str
    order: int
    label: Promise | str
    rows: Callable[[], "QuerySet[Any]"]
    since: str
    path: str
    right: str


@dataclass(frozen=True)
class Waiting:
    """How many wait in a queue, and for how many days the oldest does."""

    label: Promise | str
    count: int
    oldest_days: int | None
    url: str


_queues: dict[str, WorkQueue] = {}


def add_work_queue(*queues: WorkQueue) -> None:
    """Add queues, from an app's `apps.py: ready()`."""
    for queue in queues:
        if _queues.get(queue.code, queue) != queue:
            raise ValueError(f"Two queues are named {queue.code}.")
        _queues[queue.code] = queue


def waiting_for(user: User, today: dt.date) -> list[Waiting]:
    """Return the queues of this login's desk, one query each; an empty one says so."""
    ordered = sorted(_queues.values(), key=lambda queue: (queue.order, queue.code))
    return [_waiting(queue, today) for queue in ordered if user.has_right(queue.right)]


def _waiting(queue: WorkQueue, today: dt.date) -> Waiting:
    found = queue.rows().order_by().aggregate(n=Count("pk"), oldest=Min(queue.since))
    oldest = found["oldest"]
    if isinstance(oldest, dt.datetime):
        oldest = oldest.astimezone(clock.SHANGHAI).date()
    age = max(0, (today - oldest).days) if oldest is not None else None
    return Waiting(queue.label, found["n"], age, queue.path)
