"""Whether a wallet is frozen."""

from collections.abc import Iterable

from accounts.models import User
from finance.models import WalletFreeze


def wallet_frozen(user: User) -> WalletFreeze | None:
    """Return the oldest standing freeze of a wallet: nothing may go out, neither a withdrawal nor a bid."""
    return WalletFreeze.objects.filter(user=user, lifted_at__isnull=True).order_by("pk").first()


def frozen_among(user_ids: Iterable[int]) -> set[int]:
    """Return which of these customers have a frozen wallet."""
    standing = WalletFreeze.objects.filter(user__in=list(user_ids), lifted_at__isnull=True)
    return set(standing.values_list("user_id", flat=True))
