"""Waking the worker after a commit; where the broker is away the sweep finds the rows."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

Ring = Callable[[str, tuple[int, ...]], None]

_rings: list[Ring] = []


def on_bell(ring: Ring) -> None:
    """Set what runs a task by its name (Celery in the running site, nothing in tests)."""
    _rings[:] = [ring]


@dataclass(frozen=True)
class _Bell:
    task: str
    arguments: tuple[int, ...]

    def __call__(self) -> None:
        for ring in _rings:
            ring(self.task, self.arguments)


def ring_after_commit(task: str, *arguments: int) -> None:
    """Ring once for each task and transaction, after it is committed."""
    bell = _Bell(task, arguments)
    connection = transaction.get_connection()
    if not any(entry[1] == bell for entry in connection.run_on_commit):
        transaction.on_commit(bell, robust=True)
