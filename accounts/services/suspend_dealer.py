"""Suspend a dealer."""

from django.db import transaction

from accounts.dealers.acting import lock_for_office
from accounts.dealers.messages import tell_dealer
from accounts.dealers.reasons import clean_reason
from accounts.models import Dealer, User
from accounts.states import move


def suspend_dealer(*, dealer: Dealer, actor: User, reason: str) -> None:
    """Stop an active dealer at once: its people read and act no more until it is resumed."""
    words = clean_reason(reason)
    with transaction.atomic():
        row = lock_for_office(dealer, Dealer.Status.ACTIVE)
        move(row, Dealer.Status.SUSPENDED, actor=actor, reason=words)
        tell_dealer(row, "dealer_suspended", reason=words)
