"""For whom somebody acts: a deputy uses a right of an absent colleague, and what is written down says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# The primary key of the deputy, and the number of the colleague acted for.
_acting: ContextVar[tuple[int, str] | None] = ContextVar("acting", default=None)


@contextmanager
def acting(deputy_id: int, number: str) -> Iterator[None]:
    """Let everything the deputy does inside be done for the colleague with this number; without one, for nobody."""
    token = _acting.set((deputy_id, number) if number else None)
    try:
        yield
    finally:
        _acting.reset(token)


def acts_for(actor_id: int | None) -> str:
    """Return the number of the colleague for whom this login acts now, empty where it acts for itself."""
    found = _acting.get()
    return found[1] if found is not None and found[0] == actor_id else ""
