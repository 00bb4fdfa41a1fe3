"""An investor's bids."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import PersonRequest, customer
from accounts.web.formats import yuan
from accounts.web.paging import page_by_key
from lending.labels import end_reason_label
from lending.policies import access_bid
from lending.queries.market import bids_of
from lending.services.cancel_bid import cancel_bid


@customer
def bids(request: PersonRequest) -> HttpResponse:
    """List the investor's bids, newest first."""
    page = page_by_key(bids_of(request.user), request)
    rows = [
        {
            "bid": bid,
            "reason": "" if bid.status == "settled" else end_reason_label(bid.end_reason),
            "is_cancellable": bid.status == "held" and bid.listing.status == "open",
        }
        for bid in page.rows
    ]
    return render(request, "lending/customer/bids.html", {"page": page, "rows": rows})


@customer
@require_POST
def cancel(request: PersonRequest, number: str) -> HttpResponse:
    """Take a bid back while its listing is open."""
    bid = access_bid(request.user, number)
    cancel_bid(bid=bid, investor=request.user)
    messages.success(
        request, _("The bid is cancelled; %(amount)s is free again.") % {"amount": yuan(bid.amount_fen)}
    )
    return redirect("bids")
