"""Waking the worker after a commit; where the broker is away the sweep finds the rows."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

Ring = Callable[..., None]


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
            if self.ring is not None:
                self.ring(*arguments)

        ring_bell.bell_key = key  # type: ignore[attr-defined]  # a mark on the function, read above
        transaction.on_commit(ring_bell, robust=True)
