"""Write down a hold whose money an entry has just set aside."""

from accounts import clock
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from finance.models import Hold
from finance.posting import PostedEntry

PREFIX = "HD"


def record_hold(
    *,
    owner: User,
    amount_fen: int,
    purpose: str,
    reference: str,
    entry: PostedEntry,
    actor: User | None = None,
) -> Hold:
    """Return the hold for an amount that `entry` moved into the owner's held wallet among other transfers.

    `place_hold` posts an entry of its own; what is kept back out of another posting, as a retention out of a payout,
    comes here with that one, for a second posting would lock the wallets a second time. The caller's transaction holds
    the entry; verify compares both.
    """
    hold = Hold.objects.create(
        number=next_number(PREFIX),
        owner=owner,
        amount_fen=amount_fen,
        purpose=purpose,
        reference=reference,
        held_at=clock.now(),
        placed_entry_id=entry.id,
    )
    record_event("hold.placed", subject=hold, actor=actor, data={"amount_fen": amount_fen})
    return hold
