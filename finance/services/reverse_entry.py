"""Correct a mistake: the same transfers, the other way round."""

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from finance.chart import AccountRef
from finance.models import Entry, Hold, LedgerAccount
from finance.posting import EntryInput, PostedEntry, TransferInput
from finance.services.post_entries import post_entries


def reverse_entry(*, entry_id: int, reference: str, key: str, actor: User | None = None) -> PostedEntry:
    """Post the reversal of an entry: every transfer swapped, on the open business date.

    Refuses AlreadyReversed, InsufficientFunds when a wallet no longer has what the entry gave it, and
    (`hold_is_ended`) an entry that placed or ended holds: a hold is released, and what it paid for has its own way
    back. The same key again finds the same reversal.
    """
    entry = Entry.objects.get(pk=entry_id)
    if Hold.objects.filter(Q(placed_entry=entry) | Q(ended_entry=entry)).exists():
        raise Refused("hold_is_ended", _("An amount set aside is given free, not reversed."))
    rows = entry.transfers.select_related("debit", "credit").order_by("id")
    swapped = [TransferInput(_ref(row.credit), _ref(row.debit), row.amount_fen, row.purpose) for row in rows]
    reversal = EntryInput(
        kind="reversal",
        reference=reference,
        idempotency_key=key,
        transfers=swapped,
        posted_by_id=actor.pk if actor else None,
        reverses_id=entry.pk,
    )
    return post_entries([reversal])[0]


def _ref(account: LedgerAccount) -> AccountRef:
    return AccountRef(account.code, account.owner_id)
