"""How much a borrower owes or is about to owe, and how much an investor has lent or offered."""

from django.db.models import Sum

from accounts.models import User
from lending.models import Application, Bid, Claim, Loan

PENDING = ["submitted", "screening", "review", "committee", "returned", "approved", "accepted"]
IN_MARKET = ["listed", "funded"]


def outstanding_of_borrower(borrower: User) -> int:
    """Return the principal the borrower has not repaid, written-off loans included, in fen."""
    owed = Loan.objects.filter(borrower=borrower, status__in=[Loan.Status.ACTIVE, Loan.Status.WRITTEN_OFF])
    return owed.aggregate(total=Sum("outstanding_fen"))["total"] or 0


def exposure_of_borrower(borrower: User, *, other_than: Application | None = None) -> int:
    """Return outstanding loans plus every other application on its way to one, in fen (RULES cap.person)."""
    pending = Application.objects.filter(borrower=borrower, status__in=[*PENDING, *IN_MARKET])
    if other_than is not None:
        pending = pending.exclude(pk=other_than.pk)
    asked = 0
    for amount_fen, decided_fen in pending.values_list("amount_fen", "decision__amount_fen"):
        asked += decided_fen or amount_fen or 0
    return outstanding_of_borrower(borrower) + asked


def lent_to_listing(investor: User, listing_id: int) -> int:
    """Return what the investor has in bids on one listing, in fen."""
    bids = Bid.objects.filter(investor=investor, listing_id=listing_id).exclude(status=Bid.Status.RELEASED)
    return bids.aggregate(total=Sum("amount_fen"))["total"] or 0


def lent_in_all(investor: User) -> int:
    """Return what the investor has lent out and offered together, in fen."""
    claims = Claim.objects.filter(holder=investor).exclude(status=Claim.Status.SETTLED)
    held = Bid.objects.filter(investor=investor, status=Bid.Status.HELD)
    lent = claims.aggregate(total=Sum("outstanding_fen"))["total"] or 0
    return lent + (held.aggregate(total=Sum("amount_fen"))["total"] or 0)
