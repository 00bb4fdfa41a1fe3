"""Rivals: threads with connections of their own, started together, and controls that meet between read and write.

A race test shows that the guards hold. Its control takes every guard away and lets the rivals meet at a barrier after
they have read and before they write, so that the breach shows every time: the race was one.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, models

TIMEOUT_SECONDS = 30

only_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer: nobody to race with."
)


@dataclass(frozen=True)
class Outcome:
    """What one rival got: a result or an error."""

    result: Any = None
    error: BaseException | None = None

    @property
    def is_ok(self) -> bool:
        return self.error is None


class MeetingPoint:
    """A barrier that rivals pass together, or, when some never come, one after the other a little later."""

    def __init__(self, rivals: int, wait_seconds: float = 5) -> None:
        self._barrier = threading.Barrier(rivals)
        self._wait_seconds = wait_seconds

    def meet(self) -> None:
        """Wait for the others; a rival that the guards keep away does not hold up the ones that came."""
        try:
            self._barrier.wait(self._wait_seconds)
        except threading.BrokenBarrierError:
            pass

    @property
    def all_met(self) -> bool:
        return not self._barrier.broken


def race(works: Sequence[Callable[[], Any]]) -> list[Outcome]:
    """Start every work at the same moment, each with its own connection, and return what each got, in order."""
    start = threading.Barrier(len(works))
    outcomes: list[Outcome | None] = [None] * len(works)

    def run(position: int) -> None:
        try:
            connection.ensure_connection()
            start.wait(TIMEOUT_SECONDS)
            outcomes[position] = Outcome(result=works[position]())
        except Exception as error:
            outcomes[position] = Outcome(error=error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(position,), daemon=True) for position in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(TIMEOUT_SECONDS)
    assert all(outcome is not None for outcome in outcomes), "A rival never finished: a deadlock?"
    return [outcome for outcome in outcomes if outcome is not None]


def wait_until_somebody_waits() -> None:
    """Wait until another session of this database waits for a lock, so that both rivals are in the middle."""
    until = time.monotonic() + TIMEOUT_SECONDS
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            # In one transaction the view would show the same moment again and again.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError("Nobody came to wait.")


def errors_of(outcomes: Sequence[Outcome]) -> list[type[BaseException]]:
    """Return the types of the errors the rivals got."""
    return [type(outcome.error) for outcome in outcomes if outcome.error is not None]


@contextmanager
def without_constraint(model: type[models.Model], name: str, repair: Callable[[], object]) -> Iterator[None]:
    """Take one constraint away inside the block; `repair` mends the rows before it is put back."""
    [constraint] = [one for one in model._meta.constraints if one.name == name]
    with connection.schema_editor() as editor:
        editor.remove_constraint(model, constraint)
    try:
        yield
    finally:
        repair()
        with connection.schema_editor() as editor:
            editor.add_constraint(model, constraint)
