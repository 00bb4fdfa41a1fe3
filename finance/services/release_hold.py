"""Give one hold back to its owner."""

from accounts.models import User
from finance.models import Hold
from finance.posting import PostedEntry
from finance.services.release_holds import release_holds


def release_hold(*, hold_id: int, key: str, actor: User | None = None) -> PostedEntry:
    """Move one hold back to its owner's available money and end it; refuses StaleState when it has ended."""
    reference = Hold.objects.values_list("reference", flat=True).get(pk=hold_id)
    return release_holds(hold_ids=[hold_id], reference=reference, key=key, actor=actor)
