"""Drop terms that were proposed and will not come."""

from django.db import transaction

from accounts.dealers.queries import proposed_terms
from accounts.locking import lock_one
from accounts.models import Dealer, DealerTerms, User
from accounts.states import move


def drop_terms(*, dealer: Dealer, actor: User | None, number: str = "") -> bool:
    """Drop the dealer's proposal, or only the one of this number; say whether there was one."""
    with transaction.atomic():
        lock_one(Dealer.objects.filter(pk=dealer.pk))
        terms = proposed_terms(dealer)
        if terms is None or number not in ("", terms.number):
            return False
        move(terms, DealerTerms.Status.DROPPED, actor=actor, data={"dealer": dealer.number})
        return True
