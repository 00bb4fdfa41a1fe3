"""What of the event log only some may read: the watch-list, so that nobody is warned by a colleague."""

from django.db.models import Q, QuerySet

from accounts.approvals import confidential_kinds
from accounts.models.event import Event
from accounts.models.user import User
from accounts.watch.payloads import SEE

# The beginnings of the kinds of events, as models name them.
WATCH_EVENTS = "watch_"


def events_open_to(viewer: User, events: QuerySet[Event]) -> QuerySet[Event]:
    """Return those of the events that this login may read."""
    if viewer.has_right(SEE):
        return events
    hidden = Q(kind__startswith=WATCH_EVENTS)
    hidden |= Q(kind__startswith="approval.", data__kind__in=confidential_kinds())
    return events.exclude(hidden)
