"""What of the event log only some may read, so that nobody is warned by a colleague: the watch-list, what apps name."""

from django.db.models import Q, QuerySet

from accounts.approvals import confidential_kinds
from accounts.models.event import Event
from accounts.models.user import User
from accounts.watch.payloads import SEE

# The beginnings of the kinds of events, as models name them, with the right to read them.
_secrets: dict[str, str] = {"watch_": SEE}


def keep_confidential(beginning: str, right: str) -> None:
    """Hide events whose kind begins so from whoever lacks the right, from an app's `apps.py: ready()`."""
    _secrets[beginning] = right


def secret_beginnings(viewer: User) -> list[str]:
    """Return the beginnings of the kinds of events that this login may not read."""
    return sorted(beginning for beginning, right in _secrets.items() if not viewer.has_right(right))


def events_open_to(viewer: User, events: QuerySet[Event]) -> QuerySet[Event]:
    """Return those of the events that this login may read."""
    hidden = Q(pk__in=[])
    for beginning in secret_beginnings(viewer):
        hidden |= Q(kind__startswith=beginning)
    if not viewer.has_right(SEE):
        hidden |= Q(kind__startswith="approval.", data__kind__in=confidential_kinds())
    return events.exclude(hidden)
