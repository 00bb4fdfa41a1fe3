"""Take an authorisation of automatic investing back."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from lending.models import AutoInvestRule


def end_auto_rule(*, rule_id: int, reason: str, actor: User | None) -> AutoInvestRule:
    """End a rule for good, at the investor's word or when it runs out; ended twice is ended once.

    Bids already placed stay: each may be taken back while its listing is open. Nothing refuses it: an authorisation
    may be revoked at any time (RULES auto.consent).
    """
    with transaction.atomic():
        row = lock_one(AutoInvestRule.objects.filter(pk=rule_id))
        if row.status != AutoInvestRule.Status.ENDED:
            move(
                row,
                AutoInvestRule.Status.ENDED,
                actor=actor,
                data={"reason": reason},
                ended_at=clock.now(),
                end_reason=reason,
            )
    return row
