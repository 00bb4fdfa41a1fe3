"""Look a value up on the watch-list."""

from accounts.events import record_event
from accounts.models import User, WatchEntry
from accounts.watch.queries import entries_with_value


def look_up_watch_value(*, text: str, actor: User) -> list[WatchEntry]:
    """Return the entries of a whole value in every state, and write down that somebody looked, not for what."""
    found = entries_with_value(text)
    record_event("watch_entry.searched", subject=None, actor=actor, data={"found": len(found)})
    return found
