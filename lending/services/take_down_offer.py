"""Take a claim off the market again."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from lending.models import ClaimOffer


def take_down_offer(*, offer: ClaimOffer, seller: User) -> ClaimOffer:
    """End the seller's own offer; what was sold of it stays sold. Taken down twice is taken down once.

    Refuses (`offer_ended`) an offer that was sold out or has run out meanwhile.
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        row = lock_one(ClaimOffer.objects.filter(pk=offer.pk, seller=seller))
        if row.status == ClaimOffer.Status.WITHDRAWN:
            return row
        if row.status != ClaimOffer.Status.OPEN:
            raise Refused("offer_ended", _("This offer has ended."))
        move(
            row,
            ClaimOffer.Status.WITHDRAWN,
            actor=seller,
            ended_on=today,
            ended_at=clock.now(),
            end_reason="taken_down",
        )
    return row
