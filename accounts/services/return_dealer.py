"""Return a dealer's papers."""

from django.db import transaction

from accounts.dealers.acting import lock_for_office
from accounts.dealers.messages import tell_dealer
from accounts.dealers.reasons import clean_reason
from accounts.models import Dealer, User
from accounts.services.lapse_requests import lapse_requests
from accounts.states import move


def return_dealer(*, dealer: Dealer, actor: User, reason: str) -> None:
    """Give the papers back to be completed, and say what is missing; what waits for an approval lapses with it."""
    words = clean_reason(reason)
    with transaction.atomic():
        row = lock_for_office(dealer, Dealer.Status.VETTING)
        lapse_requests(dealer=row, actor=actor)
        move(row, Dealer.Status.RETURNED, actor=actor, data={"round": row.round}, reason=words)
        tell_dealer(row, "dealer_returned", reason=words)
