"""Who may act for a dealer, asked again under the lock by every service."""

from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import Dealer, DealerMember, User


def lock_for_member(
    dealer: Dealer,
    actor: User,
    *,
    owner_only: bool = False,
    filling: bool = False,
    also: tuple[str, ...] = (),
) -> Dealer:
    """Lock the dealer and return it fresh, to a member who may act on it now; the caller holds the transaction.

    Refuses (`not_a_member`) who does not or no longer works there, (`owner_only`) a clerk where only the owner signs,
    (`dealer_not_acting`) everybody while the dealer is suspended or over (but in the states `also`),
    (`dealer_not_filling`) changes to papers that are being vetted or were approved.
    """
    row = lock_one(Dealer.objects.filter(pk=dealer.pk))
    member = DealerMember.objects.filter(dealer=row, user=actor, left_at__isnull=True).first()
    if member is None:
        raise Refused("not_a_member", _("You do not work for this dealer."))
    if owner_only and not member.is_owner:
        raise Refused("owner_only", _("Only the owner of the dealer does this."))
    if not row.is_acting and row.status not in also:
        raise Refused("dealer_not_acting", _("The dealer is suspended or over: you can read, not act."))
    if filling and not row.is_filling:
        raise Refused("dealer_not_filling", _("The papers are with us and cannot be changed now."))
    return row


def lock_for_office(dealer: Dealer, *statuses: str) -> Dealer:
    """Lock the dealer and return it fresh; refuses (`dealer_moved_on`) one that is in none of these states any more."""
    row = lock_one(Dealer.objects.filter(pk=dealer.pk))
    if row.status not in statuses:
        raise Refused("dealer_moved_on", _("The dealer is in another state now. Look at the page again."))
    return row
