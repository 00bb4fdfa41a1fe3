"""The id of the request or task at hand, for logs, events and error pages."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

SAFE_ID = re.compile(r"[A-Za-z0-9-]{8,40}")

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """Return the id of the request or task at hand, empty outside of one."""
    return _request_id.get()


@contextmanager
def request_context(offered: str = "") -> Iterator[str]:
    """Work under an id: the offered one where it is safe to print, else a new one."""
    chosen = offered if SAFE_ID.fullmatch(offered) else uuid.uuid4().hex
    token = _request_id.set(chosen)
    try:
        yield chosen
    finally:
        _request_id.reset(token)
