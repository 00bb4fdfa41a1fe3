"""Claims for sale in the back office, to read."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import PersonRequest, staff
from accounts.web.formats import rate
from accounts.web.paging import page_by_key
from lending.claim_sales.story import END_REASONS
from lending.models import ClaimOffer
from lending.policies import access_claim_offer_as_staff
from lending.queries.claim_market import listed_claim_offers, office_totals, sales_of_offer


@staff("lending.see_loans")
def claim_offers(request: PersonRequest) -> HttpResponse:
    """List offers of claims, newest first, with what all sales together moved."""
    status, number = request.GET.get("status", ""), request.GET.get("number", "").strip().upper()[:24]
    asked = {"status": status if status in ClaimOffer.Status.values else "", "number": number}
    page = page_by_key(listed_claim_offers(**asked), request)
    context = {
        "page": page,
        "rows": [{"offer": offer, "price": rate(offer.price_ppm)} for offer in page.rows],
        "totals": office_totals(),
        "choices": [("", _("All")), *ClaimOffer.Status.choices],
        "asked": asked,
    }
    return render(request, "lending/office/claim_offers.html", context)


@staff("lending.see_loans")
def claim_offer(request: PersonRequest, number: str) -> HttpResponse:
    """Show one offer with its sales."""
    offer = access_claim_offer_as_staff(number)
    context = {
        "offer": offer,
        "price": rate(offer.price_ppm),
        "fee": rate(offer.fee_ppm),
        "reason": str(END_REASONS.get(offer.end_reason, "")),
        "sales": list(sales_of_offer(offer)),
    }
    return render(request, "lending/office/claim_offer.html", context)
