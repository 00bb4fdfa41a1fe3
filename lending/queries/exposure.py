"""How much a borrower owes or is about to owe, and how much an investor has lent or offered."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, Sum

from accounts.models import Dealer, User
from lending.models import Application, Bid, Claim, GoodsOrder, Loan

PENDING = ["submitted", "screening", "review", "committee", "returned", "approved", "accepted"]
IN_MARKET = ["listed", "funded"]


def outstanding_of_borrower(borrower: User) -> int:
    """Return the principal the borrower has not repaid, written-off loans included, in fen."""
    owed = Loan.objects.filter(borrower=borrower, status__in=[Loan.Status.ACTIVE, Loan.Status.WRITTEN_OFF])
    return owed.aggregate(total=Sum("outstanding_fen"))["total"] or 0


def owes_anything(borrower: User) -> bool:
    """Tell whether the borrower has a loan to repay, written off or not."""
    return Loan.objects.filter(
        borrower=borrower, status__in=[Loan.Status.ACTIVE, Loan.Status.WRITTEN_OFF]
    ).exists()


def exposure_of_borrower(borrower: User, *, other_than: Application | None = None) -> int:
    """Return outstanding loans plus every other application on its way to one, in fen (RULES cap.person)."""
    pending = Application.objects.filter(borrower=borrower, status__in=[*PENDING, *IN_MARKET])
    if other_than is not None:
        pending = pending.exclude(pk=other_than.pk)
    asked = 0
    for amount_fen, decided_fen in pending.values_list("amount_fen", "decision__amount_fen"):
        asked += decided_fen or amount_fen or 0
    return outstanding_of_borrower(borrower) + asked


def exposure_of_people(
    borrower_ids: Iterable[int], *, other_than: Application | None = None
) -> dict[int, int]:
    """Return the exposure of each of several borrowers as `exposure_of_borrower` counts it, in two queries."""
    found = dict.fromkeys(borrower_ids, 0)
    owed = Loan.objects.filter(
        borrower__in=found, status__in=[Loan.Status.ACTIVE, Loan.Status.WRITTEN_OFF]
    ).values_list("borrower", "outstanding_fen")
    pending = Application.objects.filter(borrower__in=found, status__in=[*PENDING, *IN_MARKET])
    if other_than is not None:
        pending = pending.exclude(pk=other_than.pk)
    for borrower_id, outstanding_fen in owed:
        found[borrower_id] += outstanding_fen
    for borrower_id, asked_fen, decided_fen in pending.values_list(
        "borrower", "amount_fen", "decision__amount_fen"
    ):
        found[borrower_id] += decided_fen or asked_fen or 0
    return found


def lent_to_borrower(investor: User, borrower: User) -> int:
    """Return what an investor has in claims and held bids on one borrower's loans together, in fen."""
    return _lent_fen(investor, Q(loan__borrower=borrower), Q(listing__borrower=borrower))


def lent_for_dealer(investor: User, dealer: Dealer) -> int:
    """Return what an investor has in claims and held bids on one dealer's goods, in fen."""
    sold = GoodsOrder.objects.filter(dealer=dealer, application__isnull=False).values("application")
    return _lent_fen(investor, Q(loan__application__in=sold), Q(listing__application__in=sold))


@dataclass(frozen=True)
class Lent:
    """What an investor has lent and offered, in fen: to one listing, and everywhere."""

    to_listing_fen: int
    in_all_fen: int


def lent_by(investor: User, listing_id: int) -> Lent:
    """Return what the investor has in bids on one listing, and in claims and held bids together."""
    is_held = Q(status=Bid.Status.HELD)
    is_here = Q(listing_id=listing_id) & ~Q(status=Bid.Status.RELEASED)
    bids = Bid.objects.filter(is_held | is_here, investor=investor).aggregate(
        held=Sum("amount_fen", filter=is_held), here=Sum("amount_fen", filter=is_here)
    )
    return Lent(bids["here"] or 0, _claimed_fen(investor, Q()) + (bids["held"] or 0))


def lent_in_all(investor: User) -> int:
    """Return what the investor has in claims and held bids together, in fen."""
    return _lent_fen(investor, Q(), Q())


def held_of_loan(investor: User, loan: Loan) -> int:
    """Return what the investor has outstanding in claims on one loan, lent and bought, in fen."""
    claims = Claim.objects.filter(holder=investor, loan=loan)
    return claims.aggregate(total=Sum("outstanding_fen"))["total"] or 0


def _lent_fen(investor: User, of_claims: Q, of_bids: Q) -> int:
    held = Bid.objects.filter(of_bids, investor=investor, status=Bid.Status.HELD)
    return _claimed_fen(investor, of_claims) + (held.aggregate(total=Sum("amount_fen"))["total"] or 0)


def _claimed_fen(investor: User, of_claims: Q) -> int:
    claims = Claim.objects.filter(of_claims, holder=investor).exclude(status=Claim.Status.SETTLED)
    return claims.aggregate(total=Sum("outstanding_fen"))["total"] or 0
