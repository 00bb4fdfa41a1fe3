"""Take a part of the event log out of the house."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from accounts.confidential import events_open_to
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Event, User
from accounts.queries import events_matching
from accounts.rules import rule_value


def export_events(*, actor: User, filters: dict[str, Any]) -> Iterator[Event]:
    """Record that the log is taken out, by whom and with which filters, and return its events, newest first.

    At most as many as the rule allows; the export itself is not among them. Refuses (`nothing_to_export`) filters that
    match no event.
    """
    most = rule_value("events.export")["rows"]
    matching = events_open_to(actor, events_matching(**filters)).order_by("-pk")
    newest = matching.values_list("pk", flat=True).first()
    if newest is None:
        raise Refused("nothing_to_export", _("No event matches, so there is nothing to take out."))
    record_event(
        "events.exported",
        subject=None,
        actor=actor,
        data={"filters": {name: str(value) for name, value in sorted(filters.items())}, "most": most},
    )
    return matching.filter(pk__lte=newest)[:most].iterator(chunk_size=1_000)
