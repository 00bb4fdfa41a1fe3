"""Show a value of the watch-list in full, and write down who looked."""

from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.events import record_event
from accounts.hidden_values import REASONS
from accounts.models import User, WatchEntry
from accounts.watch.values import full_value


def see_watch_value(*, entry: WatchEntry, reason: str, actor: User) -> str:
    """Return the value; refuses (`reason_missing`) a reason that is not on the list of those for hidden values."""
    if reason not in REASONS:
        raise Refused("reason_missing", _("Say why you have to see it."), field="reason")
    record_event("watch_entry.seen", subject=entry, actor=actor, data={"reason": reason})
    return full_value(entry)
