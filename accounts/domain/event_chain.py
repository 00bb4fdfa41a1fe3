"""The arithmetic of the sealed event log: each link holds everything before it."""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from typing import Any

# What the first link hangs on.
GENESIS = "0" * 64


def event_digest(values: Sequence[Any]) -> str:
    """Return SHA-256 of one event's values in the order of the table, the same from every database."""
    return _hash([_plain(value) for value in values])


def link_hash(previous: str, digest: str) -> str:
    """Return the link that binds an event to all that were sealed before it."""
    return hashlib.sha256(f"{previous}:{digest}".encode()).hexdigest()


def seal_hash(
    *,
    number: int,
    previous: str,
    first_position: int,
    last_position: int,
    head: str,
    newest_event_at: dt.datetime,
    sealed_at: dt.datetime,
    is_simulated: bool,
) -> str:
    """Return the hash of a seal: which positions it holds, their last link, the seal before."""
    times = [_plain(newest_event_at), _plain(sealed_at)]
    return _hash([number, previous, first_position, last_position, head, *times, is_simulated])


def _plain(value: Any) -> Any:
    """Return an instant in UTC to the microsecond, a date as it is written, anything else as it is."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, dt.date) else value


def _hash(values: list[Any]) -> str:
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
