"""Made-up books need not survive a power cut."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def relaxed_durability() -> Iterator[None]:
    """Let commits return before they are on disk, for this connection and inside the block only."""
    with connection.cursor() as cursor:
        _set(cursor, is_relaxed=True)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            _set(cursor, is_relaxed=False)


def _set(cursor, *, is_relaxed: bool) -> None:
    if connection.in_atomic_block:
        return
    if connection.vendor == "sqlite":
        cursor.execute(f"PRAGMA synchronous={'OFF' if is_relaxed else 'FULL'}")
    else:
        cursor.execute(f"SET synchronous_commit TO {'off' if is_relaxed else 'on'}")
