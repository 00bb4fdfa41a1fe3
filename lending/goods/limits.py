"""What a dealer may still sell: its limits against what it has going."""

import datetime as dt

from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.dealers.queries import terms_in_force
from accounts.errors import Refused
from accounts.models import Dealer
from accounts.web.formats import yuan
from lending.models import GoodsOrder, Loan


def outstanding_of_dealer(dealer: Dealer) -> int:
    """Return what customers owe on the dealer's goods and what its open orders would finance, in fen."""
    orders = GoodsOrder.objects.filter(dealer=dealer)
    pending = orders.filter(status__in=GoodsOrder.PENDING).aggregate(fen=Sum("financed_fen"))["fen"] or 0
    sold = Loan.objects.filter(
        application__in=orders.filter(status__in=GoodsOrder.SOLD).values("application"),
        status__in=[Loan.Status.ACTIVE, Loan.Status.WRITTEN_OFF],
    )
    return pending + (sold.aggregate(fen=Sum("outstanding_fen"))["fen"] or 0)


def require_within_limits(
    dealer: Dealer, *, category: str, price_fen: int, financed_fen: int, on: dt.date
) -> None:
    """Refuse an order outside the dealer's terms: goods, one order, all outstanding, orders of the day.

    The caller holds the dealer's lock, so that two orders made at once are both counted.
    """
    terms = terms_in_force(dealer)
    if terms is None:
        raise Refused("no_terms", _("No limits are in force for this dealer."))
    if category not in terms.categories:
        raise Refused("goods_not_admitted", _("You are not admitted for these goods."), field="category")
    if price_fen > terms.single_order_fen:
        raise Refused(
            "over_single_limit",
            _("One order may cost at most %(limit)s.") % {"limit": yuan(terms.single_order_fen)},
            field="price",
        )
    room_fen = max(0, terms.outstanding_fen - outstanding_of_dealer(dealer))
    if financed_fen > room_fen:
        raise Refused(
            "over_outstanding_limit",
            _("Of your limit in all only %(room)s are left.") % {"room": yuan(room_fen)},
            field="price",
        )
    if GoodsOrder.objects.filter(dealer=dealer, made_on=on).count() >= terms.daily_orders:
        raise Refused("over_daily_limit", _("You have made all the orders of today. Try again tomorrow."))
