"""Getting is checking: the watch-list for those with the right (else 404)."""

from django.http import Http404

from accounts.models import User, WatchEntry
from accounts.watch.payloads import SEE
from accounts.watch.queries import watch_entries


def access_watch_entry(user: User, number: str) -> WatchEntry:
    """Return an entry to staff who may see the list."""
    found = watch_entries().filter(number=number).first() if user.has_right(SEE) else None
    if found is None:
        raise Http404
    return found
