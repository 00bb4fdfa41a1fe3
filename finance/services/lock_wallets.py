"""Lock wallets and read their free money, before a batch allots it."""

from collections.abc import Iterable

from accounts.locking import lock
from finance import chart
from finance.models import LedgerAccount


def lock_wallets(owner_ids: Iterable[int]) -> dict[int, int]:
    """Lock the available wallets until the transaction ends; return each owner's free fen (no wallet: zero).

    Name every wallet that the posting will touch, the receivers' too: a second lock on wallets taken later is out of
    the one order (wallets by id, then house accounts by id) and could meet a rival that waits for the first.
    """
    owners = set(owner_ids)
    code = chart.wallet_available(0).code
    accounts = lock(LedgerAccount.objects.filter(code=code, owner__in=owners))
    free = dict.fromkeys(owners, 0)
    for account in accounts:
        free[account.owner_id or 0] = account.credits_fen - account.debits_fen
    return free
