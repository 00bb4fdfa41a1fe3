"""Waking the worker after a commit; where the broker is away the sweep finds the rows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction

Ring = Callable[..., None]

_are_silent: ContextVar[bool] = ContextVar("bells_are_silent", default=False)


@contextmanager
def silent_bells() -> Iterator[None]:
    """Ring nobody for what is committed inside: who does the worker's part too would only fill its queue.

    A year of made-up business leaves thousands of bells, and the first real one would wait behind them all.
    """
    token = _are_silent.set(True)
    try:
        yield
    finally:
        _are_silent.reset(token)


class Bell:
    """One kind of bell; what it rings is hung up when the site starts."""

    def __init__(self) -> None:
        self.ring: Ring | None = None

    def hang(self, ring: Ring) -> None:
        """Set what is rung (a Celery task in the running site, nothing in tests)."""
        self.ring = ring

    def ring_after_commit(self, *arguments: Any) -> None:
        """Ring once for these arguments and this transaction, however often it is asked."""
        connection = transaction.get_connection()
        key = (self, arguments)
        if any(getattr(entry[1], "bell_key", None) == key for entry in connection.run_on_commit):
            return

        # A plain function, because Django logs one that fails by its qualified name.
        def ring_bell() -> None:
            if self.ring is not None and not _are_silent.get():
                self.ring(*arguments)

        ring_bell.bell_key = key  # type: ignore[attr-defined]  # a mark on the function, read above
        transaction.on_commit(ring_bell, robust=True)
