"""End the cooperation with a dealer."""

from django.db import transaction

from accounts import clock
from accounts.dealers.acting import lock_for_office
from accounts.dealers.messages import tell_dealer
from accounts.dealers.reasons import clean_reason
from accounts.models import Dealer, User
from accounts.services.lapse_requests import lapse_requests
from accounts.states import move


def end_dealer(*, dealer: Dealer, actor: User, reason: str) -> None:
    """End a dealer for good; its people read on.

    One that is still at its papers is ended too, where a stranger has named a company before its owner came.
    """
    words = clean_reason(reason)
    with transaction.atomic():
        row = lock_for_office(dealer, *Dealer.FILLING, Dealer.Status.ACTIVE, Dealer.Status.SUSPENDED)
        lapse_requests(dealer=row, actor=actor)
        move(row, Dealer.Status.ENDED, actor=actor, reason=words, ended_at=clock.now())
        tell_dealer(row, "dealer_ended", reason=words)
