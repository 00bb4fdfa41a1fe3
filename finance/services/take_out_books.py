"""Take a report of the books out of the house as a file."""

from accounts.events import record_event
from accounts.models import User


def take_out_books(*, actor: User, table: str, rows: int) -> None:
    """Record who takes which report out; it names no person, so whoever may read the books may have it."""
    record_event("books.exported", subject=None, actor=actor, data={"table": table, "rows": rows})
