"""Withdraw the offers of loans of which something changed, so that nobody buys what is no longer so."""

from collections.abc import Iterable

from accounts import clock
from accounts.locking import lock
from accounts.models import User
from accounts.states import move_many
from lending.models import ClaimOffer


def withdraw_offers(
    *, reason: str, actor: User | None, loan_ids: Iterable[int] = (), seller_ids: Iterable[int] = ()
) -> list[int]:
    """End the open offers of claims on some loans, or of some sellers, and return their ids.

    `reason` is a code of `END_REASONS`. Called inside the transaction of what changed, which holds the loans' locks;
    where nothing is on offer it is one query.
    """
    open_offers = ClaimOffer.objects.filter(status=ClaimOffer.Status.OPEN)
    sellers, loans = list(seller_ids), list(loan_ids)
    wanted = open_offers.filter(seller__in=sellers) if sellers else open_offers.filter(loan__in=loans)
    ids = list(wanted.values_list("pk", flat=True))
    if not ids:
        return []
    rows = lock(open_offers.filter(pk__in=ids))
    return move_many(
        ClaimOffer,
        [row.pk for row in rows],
        from_=ClaimOffer.Status.OPEN,
        to=ClaimOffer.Status.WITHDRAWN,
        actor=actor,
        data={"reason": reason},
        ended_on=clock.today(),
        ended_at=clock.now(),
        end_reason=reason,
    )
