"""Whether a wallet is frozen."""

from accounts.models import User
from finance.models import WalletFreeze


def wallet_frozen(user: User) -> WalletFreeze | None:
    """Return the oldest standing freeze of a wallet: nothing may go out, neither a withdrawal nor a bid."""
    return WalletFreeze.objects.filter(user=user, lifted_at__isnull=True).order_by("pk").first()
