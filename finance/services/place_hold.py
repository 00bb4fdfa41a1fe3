"""Set a customer's money aside for one purpose."""

from django.db import transaction

from accounts.models import User
from finance.chart import AccountRef, wallet_available, wallet_held
from finance.models import Hold
from finance.posting import EntryInput, TransferInput
from finance.services.post_entries import post_entries
from finance.services.record_hold import record_hold


def place_hold(
    *,
    owner: User,
    amount_fen: int,
    purpose: str,
    reference: str,
    key: str,
    actor: User | None = None,
    source: AccountRef | None = None,
) -> Hold:
    """Move money into the owner's held wallet and return the hold; the source is the owner's available money.

    Another `source` is a customer's down payment or a retention, held at the owner's from the start. The same key
    again returns the same hold. Refuses InsufficientFunds, KeyReused.
    """
    move = TransferInput(source or wallet_available(owner), wallet_held(owner), amount_fen, purpose)
    placed = EntryInput("hold.placed", reference, key, [move], posted_by_id=actor.pk if actor else None)
    with transaction.atomic():
        [posted] = post_entries([placed])
        if not posted.is_new:
            return Hold.objects.get(placed_entry_id=posted.id)
        return record_hold(
            owner=owner,
            amount_fen=amount_fen,
            purpose=purpose,
            reference=reference,
            entry=posted,
            actor=actor,
        )
