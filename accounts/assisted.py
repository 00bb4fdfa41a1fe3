"""What entries for customers are made of: canonical values, their hash, and the handle a code is bound to."""

import datetime as dt
import json
from typing import Any

from django.db.models import QuerySet

from accounts import clock
from accounts.crypto import blind_index
from accounts.models import AssistedEntry, User

# A link to open an account is good for a day, a proposal to a customer for a week.
GOOD_FOR = {
    kind: dt.timedelta(days=1 if kind == AssistedEntry.Kind.OPEN else 7) for kind in AssistedEntry.Kind.values
}


def canonical(values: dict[str, Any]) -> str:
    """Return the values as the one text they are hashed and kept as."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def payload_hash(number: str, payload: str) -> str:
    """Return the keyed hash of an entry's values, different for every entry."""
    return blind_index("assisted-entry", f"{number}:{payload}")


def token_hash(token: str) -> str:
    """Return how the link's secret is kept."""
    return blind_index("assisted-link", token)


def code_handle(entry: AssistedEntry) -> str:
    """Return what the newest code is bound to: this entry, these values as they stand now, and no older code."""
    values = payload_hash(entry.number, entry.payload)
    return blind_index("assisted-code", f"{entry.number}:{entry.codes_sent}:{values}")


def values_of(entry: AssistedEntry) -> dict[str, Any]:
    """Return what was entered; nothing of an entry that has ended."""
    return json.loads(entry.payload) if entry.payload else {}


def is_open(entry: AssistedEntry) -> bool:
    """Whether the customer may still confirm it."""
    return entry.status == AssistedEntry.Status.PROPOSED and clock.now() < entry.expires_at


def open_entries_of(user: User) -> list[AssistedEntry]:
    """Return what was entered for a customer and waits for the customer's word."""
    return list(waiting_entries().filter(customer=user).select_related("entered_by").order_by("pk"))


def waiting_entries() -> QuerySet[AssistedEntry]:
    """Return what still waits for its customer."""
    return AssistedEntry.objects.filter(status=AssistedEntry.Status.PROPOSED, expires_at__gt=clock.now())
