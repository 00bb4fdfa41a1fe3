"""End a listing that will not become a loan: it expired, or it was cancelled."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock, lock_one
from accounts.models import User
from accounts.states import move, move_many
from finance.services.release_holds import release_holds
from lending.models import Application, Bid, Listing

# How the application follows its listing.
ENDINGS = {
    Listing.Status.EXPIRED: (Application.Status.EXPIRED, (Listing.Status.OPEN,)),
    Listing.Status.CANCELLED: (Application.Status.CANCELLED, (Listing.Status.OPEN, Listing.Status.FULL)),
}


def end_listing(
    *, listing_id: int, to: str, reason: str, actor: User | None, application_to: str | None = None
) -> Listing:
    """Expire or cancel the listing: every held bid goes back to its investor in one entry, and the application follows.

    A listing that already ended that way stays as it is. Refuses (`not_open`) one that was paid out or ended otherwise.
    """
    follows, allowed = ENDINGS[Listing.Status(to)]
    with transaction.atomic():
        clock.lock_business_date()
        application_id = Listing.objects.values_list("application_id", flat=True).get(pk=listing_id)
        application = lock_one(Application.objects.filter(pk=application_id))
        listing = lock_one(Listing.objects.filter(pk=listing_id))
        if listing.status == to:
            return listing
        if listing.status not in allowed:
            raise Refused("not_open", _("This listing has already ended."))
        release_bids(listing, reason=reason, actor=actor)
        ended = {"ended_at": clock.now(), "end_reason": reason}
        move(listing, to, actor=actor, data={"reason": reason}, **ended)
        move(application, application_to or follows, actor=actor, data={"listing": listing.number}, **ended)
    return listing


def release_bids(listing: Listing, *, reason: str, actor: User | None) -> None:
    """Give every held bid of the locked listing back, in a constant number of statements."""
    bids = lock(Bid.objects.filter(listing=listing, status=Bid.Status.HELD))
    if not bids:
        return
    move_many(
        Bid,
        [bid.pk for bid in bids],
        from_=Bid.Status.HELD,
        to=Bid.Status.RELEASED,
        actor=actor,
        data={"listing": listing.number, "reason": reason},
        ended_at=clock.now(),
        end_reason=reason,
    )
    release_holds(
        hold_ids=[bid.hold_id for bid in bids],
        reference=listing.number,
        key=f"listing:{listing.number}:released",
        actor=actor,
    )
