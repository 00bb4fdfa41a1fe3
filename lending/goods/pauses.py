"""Loans whose instalments wait because the goods went back and the dealer still owes for them."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.errors import Refused
from lending.models import GoodsOrder, Loan


def paused_loans() -> "QuerySet[GoodsOrder, int | None]":
    """Return the ids of such loans, for a subquery: nothing is debited, counted late or reminded."""
    waiting = GoodsOrder.objects.filter(status=GoodsOrder.Status.AWAITING_FUNDS, loan__isnull=False)
    return waiting.values_list("loan", flat=True)


def require_not_paused(loan: Loan) -> None:
    """Refuse (`goods_returned`) a payment on a loan that the dealer has to pay off."""
    if paused_loans().filter(loan=loan).exists():
        raise Refused(
            "goods_returned", _("The goods went back: the dealer pays this loan off, you pay nothing.")
        )
