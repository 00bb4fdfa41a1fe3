"""Fetching is checking: what is not yours does not exist."""

from typing import Any

from django.db.models import Prefetch, Q
from django.http import Http404

from accounts.models import User
from lending.models import (
    Application,
    AutoInvestRule,
    Bid,
    Claim,
    ClaimOffer,
    ClaimReceipt,
    ClaimSale,
    ConditionEvidence,
    DecisionCondition,
    Listing,
    Loan,
    Product,
    ProductProposal,
    Restructure,
    Waiver,
)


def access_application(user: User, number: str) -> Application:
    """Return the borrower's own application, else 404."""
    return _only(
        Application.objects.select_related("product_version__product", "decision", "borrower"),
        borrower=user,
        number=number,
    )


def access_draft(user: User, number: str) -> Application:
    """Return the borrower's own application while it can be filled in, else 404."""
    application = access_application(user, number)
    if application.status not in (Application.Status.DRAFT, Application.Status.RETURNED):
        raise Http404
    return application


def access_application_as_staff(number: str) -> Application:
    """Return an application for the office, else 404; the caller's right was checked by the view."""
    return _only(
        Application.objects.select_related(
            "product_version__product", "decision__decided_by", "borrower__person"
        ),
        number=number,
    )


def access_condition_as_staff(number: str) -> DecisionCondition:
    """Return a condition of an approval for the office, else 404."""
    evidence = ConditionEvidence.objects.select_related("document", "sent_by", "decided_by").order_by("-pk")
    return _only(
        DecisionCondition.objects.select_related(
            "decision__application__borrower", "set_by"
        ).prefetch_related(Prefetch("evidence", evidence)),
        number=number,
    )


def access_listing(user: Any, number: str) -> Listing:
    """Return a listing that anybody may see, or an ended one for its borrower and its bidders; else 404."""
    listing = _only(Listing.objects.select_related("product_version__product", "borrower"), number=number)
    if listing.status in (Listing.Status.OPEN, Listing.Status.FULL):
        return listing
    if user.is_authenticated and (
        listing.borrower_id == user.pk or Bid.objects.filter(listing=listing, investor=user).exists()
    ):
        return listing
    raise Http404


def access_listing_as_staff(number: str) -> Listing:
    """Return any listing for the office, else 404."""
    return _only(
        Listing.objects.select_related("product_version__product", "borrower", "application"), number=number
    )


def access_bid(user: User, number: str) -> Bid:
    """Return the investor's own bid, else 404."""
    return _only(Bid.objects.select_related("listing"), investor=user, number=number)


def access_auto_rule(user: User, number: str) -> AutoInvestRule:
    """Return the investor's own rule of automatic investing, else 404."""
    return _only(AutoInvestRule.objects.select_related("investor"), investor=user, number=number)


def access_claim(user: User, number: str) -> Claim:
    """Return a claim to whoever holds it, else 404."""
    return _only(
        Claim.objects.select_related("loan__application", "loan__product_version__product", "loan__listing"),
        holder=user,
        number=number,
    )


def access_claim_offer(user: User, number: str) -> ClaimOffer:
    """Return an offer that any customer may buy from, an ended one to its seller and its buyers; else 404."""
    offer = _only(
        ClaimOffer.objects.select_related(
            "claim__loan__application",
            "claim__loan__product_version__product",
            "claim__loan__listing",
            "loan__listing",
            "loan__borrower",
            "seller",
        ),
        number=number,
    )
    if offer.status == ClaimOffer.Status.OPEN or offer.seller_id == user.pk:
        return offer
    if ClaimSale.objects.filter(offer=offer, buyer=user).exists():
        return offer
    raise Http404


def access_own_claim_offer(user: User, number: str) -> ClaimOffer:
    """Return the investor's own offer, else 404."""
    return _only(ClaimOffer.objects.select_related("claim"), seller=user, number=number)


def access_claim_offer_as_staff(number: str) -> ClaimOffer:
    """Return any offer of a claim for the office, else 404."""
    return _only(ClaimOffer.objects.select_related("claim", "loan", "seller"), number=number)


def access_claim_trade(user: User, number: str) -> ClaimSale:
    """Return a sale to its seller or its buyer, else 404."""
    rows = ClaimSale.objects.select_related("offer", "loan", "claim", "bought_claim", "entry")
    return _only(rows.filter(Q(seller=user) | Q(buyer=user)), number=number)


def access_waiver(user: User, number: str) -> Waiver:
    """Return what the holder was asked to waive, once that is approved, else 404."""
    shown = Waiver.objects.exclude(status__in=[Waiver.Status.PLANNED, Waiver.Status.DROPPED])
    return _only(shown.select_related("claim", "loan"), holder=user, number=number)


def access_vote(user: User, number: str) -> Restructure:
    """Return a vote to whoever has a ballot in it, else 404."""
    rows = Restructure.objects.select_related("loan__product_version")
    return _only(rows.filter(ballots__holder=user).distinct(), number=number)


def access_receipt(user: User, claim: str, payment: str) -> ClaimReceipt:
    """Return what a payment brought to one claim to whoever held it then, else 404."""
    return _only(
        ClaimReceipt.objects.select_related("payment__entry", "claim__loan__product_version"),
        holder=user,
        claim__number=claim,
        payment__number=payment,
    )


def access_loan(user: User, number: str) -> Loan:
    """Return the borrower's own loan, else 404."""
    return _only(
        Loan.objects.select_related("product_version__product", "application"), borrower=user, number=number
    )


def access_loan_as_staff(number: str) -> Loan:
    """Return any loan for the office, else 404."""
    return _only(
        Loan.objects.select_related("product_version__product", "application", "listing", "borrower__person"),
        number=number,
    )


def access_restructure_as_staff(number: str) -> Restructure:
    """Return a borrower's request for more time for the office, else 404."""
    return _only(
        Restructure.objects.select_related(
            "loan__product_version", "loan__application", "loan__borrower__person", "document", "planned_by"
        ),
        number=number,
    )


def access_product_as_staff(code: str) -> Product:
    """Return a product for the office, else 404."""
    return _only(Product.objects.all(), code=code)


def access_product_proposal(number: str) -> ProductProposal:
    """Return the draft of a coming version for the office, else 404."""
    return _only(ProductProposal.objects.select_related("saved_by", "version__product"), number=number)


def _only(rows: Any, **where: Any) -> Any:
    found = rows.filter(Q(**where)).first()
    if found is None:
        raise Http404
    return found
