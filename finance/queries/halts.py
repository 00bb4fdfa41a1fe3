"""Whether money may leave the house."""

from finance.models import PayoutHalt


def payouts_halted() -> PayoutHalt | None:
    """Return the open halt, None while payouts run."""
    return PayoutHalt.objects.filter(is_open=True).first()
