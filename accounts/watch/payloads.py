"""What approvals about the watch-list are bound to: references, and blind indexes of values and words."""

from typing import Any

from accounts.crypto import blind_index
from accounts.models.watch_entry import WatchEntry

ENTRY_KIND = "accounts.watch_entry"
END_KIND = "accounts.watch_end"
PROPOSE = "accounts.propose_watch_entries"
APPROVE = "accounts.approve_watch_entries"
SEE = "accounts.see_watch_list"


def page_of(entry: WatchEntry) -> str:
    """Return the entry's page in the office."""
    return f"/office/accounts/watch/{entry.number}/"


def entry_payload(entry: WatchEntry) -> dict[str, Any]:
    """Return everything a checker approves with an entry; the value goes in by its blind index."""
    return {
        "entry": entry.number,
        "kind": entry.kind,
        "index": entry.value_index,
        "category": entry.category,
        "severity": entry.severity,
        "source": entry.source,
        "evidence": blind_index("watch_evidence", entry.evidence),
        "expires_on": entry.expires_on.isoformat() if entry.expires_on else "",
        "review_on": entry.review_on.isoformat(),
    }


def end_payload(entry: WatchEntry) -> dict[str, Any]:
    """Return what a checker approves with the end of an entry."""
    return {"entry": entry.number, "index": entry.value_index, "category": entry.category}
