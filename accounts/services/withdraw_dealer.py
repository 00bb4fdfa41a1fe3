"""The owner withdraws the company's application while it is being vetted."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.dealers.acting import lock_for_member
from accounts.dealers.messages import tell_dealer
from accounts.errors import StaleState
from accounts.models import Dealer, User
from accounts.services.lapse_requests import lapse_requests
from accounts.states import move


def withdraw_dealer(*, dealer: Dealer, actor: User, reason: str = "") -> None:
    """End the vetting by the company's own wish; what waits for an approval lapses, the papers stay.

    Refuses what `lock_for_member` refuses, and (StaleState) a dealer that is not being vetted any more.
    """
    with transaction.atomic():
        row = lock_for_member(dealer, actor, owner_only=True)
        if row.status != Dealer.Status.VETTING:
            raise StaleState("stale_state", _("Only an application that is being vetted can be withdrawn."))
        lapse_requests(dealer=row, actor=actor)
        move(
            row,
            Dealer.Status.WITHDRAWN,
            actor=actor,
            data={"round": row.round},
            reason=reason.strip()[:1000],
            ended_at=clock.now(),
        )
        tell_dealer(row, "dealer_withdrawn")
