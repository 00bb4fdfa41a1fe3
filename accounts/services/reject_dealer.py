"""Decide not to admit a dealer."""

from django.db import transaction

from accounts import clock
from accounts.dealers.acting import lock_for_office
from accounts.dealers.messages import tell_dealer
from accounts.dealers.reasons import clean_reason
from accounts.models import Dealer, User
from accounts.services.lapse_requests import lapse_requests
from accounts.states import move


def reject_dealer(*, dealer: Dealer, actor: User, reason: str) -> None:
    """End the vetting without admission, and say why; the company may apply anew with another login."""
    words = clean_reason(reason)
    with transaction.atomic():
        row = lock_for_office(dealer, Dealer.Status.VETTING)
        lapse_requests(dealer=row, actor=actor)
        move(
            row,
            Dealer.Status.REJECTED,
            actor=actor,
            data={"round": row.round},
            reason=words,
            ended_at=clock.now(),
        )
        tell_dealer(row, "dealer_rejected", reason=words)
