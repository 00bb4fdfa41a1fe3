"""Take a bid back while the listing is still open."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from finance.services.release_hold import release_hold
from lending.models import Bid, Listing


def cancel_bid(*, bid: Bid, investor: User) -> Bid:
    """Release the bid's money to the investor and make its room free again; cancelled twice is cancelled once.

    Refuses (`listing_not_open`) once the listing is full: the borrower counts on the money then.
    """
    with transaction.atomic():
        clock.lock_business_date()
        listing = lock_one(Listing.objects.filter(pk=bid.listing_id))
        row = lock_one(Bid.objects.filter(pk=bid.pk, investor=investor))
        if row.status == Bid.Status.RELEASED:
            return row
        if listing.status != Listing.Status.OPEN:
            raise Refused(
                "listing_not_open", _("The loan is fully funded, so this bid can no longer be taken back.")
            )
        move(
            row,
            Bid.Status.RELEASED,
            actor=investor,
            data={"listing": listing.number, "reason": "cancelled"},
            ended_at=clock.now(),
            end_reason="cancelled",
        )
        Listing.objects.filter(pk=listing.pk, status=Listing.Status.OPEN).update(
            bid_fen=listing.bid_fen - row.amount_fen, bid_count=listing.bid_count - 1
        )
        release_hold(hold_id=row.hold_id, key=f"bid:{row.number}:cancelled", actor=investor)
    return row
