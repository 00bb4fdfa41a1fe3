"""Goods ordered, rules of automatic investing, and marks on loans, for the copy of one's data."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal_data import Coded, PersonalData, Record, register_eraser, register_personal_data
from lending.models import AutoInvestDecision, AutoInvestRule, GoodsOrder, LoanHold


def register_order_data() -> None:
    """Register parts and eraser."""
    register_personal_data(
        PersonalData(
            "goods_orders",
            _("Goods on instalments"),
            65,
            {
                "number": _("Number"),
                "dealer": _("Dealer"),
                "status": _("State"),
                "goods": _("Articles"),
                "price_fen": _("Price"),
                "down_payment_fen": _("Down payment"),
                "financed_fen": _("Financed"),
                "made_on": _("Made on"),
                "delivered_on": _("Delivered on"),
                "return_reason": _("Reason of the return"),
            },
            _orders,
        ),
        PersonalData(
            "loan_holds",
            _("Marks on your loans"),
            66,
            {
                "loan": _("Loan"),
                "kind": _("Kind of mark"),
                "reason": _("Reason"),
                "placed_at": _("Put on"),
                "released_at": _("Taken off"),
                "outcome": _("Outcome"),
            },
            _holds,
        ),
        PersonalData(
            "auto_rules",
            _("Rules of automatic investing"),
            73,
            {
                "number": _("Number"),
                "status": _("State"),
                "grades": _("Grades"),
                "per_loan_fen": _("At most on one loan"),
                "total_fen": _("At most in all"),
                "expires_on": _("Good until"),
                "consented_at": _("Authorised"),
                "ended_at": _("Ended"),
            },
            _rules,
        ),
        PersonalData(
            "auto_decisions",
            _("What the rules did"),
            74,
            {
                "rule": _("Rule"),
                "listing": _("Listing"),
                "outcome": _("Outcome"),
                "decided_at": _("When"),
                "bid": _("Bid"),
            },
            _decisions,
        ),
    )
    register_eraser("goods_orders", 21, _erase)


def _orders(user: User) -> Iterator[Record]:
    rows = GoodsOrder.objects.filter(customer=user).select_related("dealer__organisation")
    for row in rows.prefetch_related("items").order_by("pk"):
        yield {
            "number": row.number,
            "dealer": row.dealer.name,
            "status": Coded(row.status, row.get_status_display()),
            "goods": "; ".join(item.name for item in row.items.all()),
            "price_fen": row.price_fen,
            "down_payment_fen": row.down_payment_fen,
            "financed_fen": row.financed_fen,
            "periods": row.periods,
            "made_on": row.made_on,
            "confirmed_at": row.confirmed_at,
            "delivered_on": row.delivered_on,
            "returned_on": row.returned_on,
            "refunded_fen": row.refunded_fen,
            "return_reason": row.return_reason,
        }


def _holds(user: User) -> Iterator[Record]:
    for row in LoanHold.objects.filter(loan__borrower=user).select_related("loan").order_by("pk"):
        yield {
            "loan": row.loan.number,
            "kind": Coded(row.kind, row.get_kind_display()),
            "reason": row.reason,
            "placed_at": row.placed_at,
            "released_at": row.released_at,
            "outcome": row.outcome,
        }


def _rules(user: User) -> Iterator[Record]:
    for row in AutoInvestRule.objects.filter(investor=user).order_by("pk"):
        yield {
            "number": row.number,
            "status": Coded(row.status, row.get_status_display()),
            "grades": ", ".join(row.grades),
            "lines": ", ".join(row.lines),
            "periods_min": row.periods_min,
            "periods_max": row.periods_max,
            "rate_min_ppm": row.rate_min_ppm,
            "per_loan_fen": row.per_loan_fen,
            "per_borrower_fen": row.per_borrower_fen,
            "keep_fen": row.keep_fen,
            "total_fen": row.total_fen,
            "expires_on": row.expires_on,
            "consent_version": row.consent_version,
            "consented_at": row.consented_at,
            "ended_at": row.ended_at,
        }


def _decisions(user: User) -> Iterator[Record]:
    rows = AutoInvestDecision.objects.filter(rule__investor=user).select_related("rule", "listing", "bid")
    for row in rows.order_by("pk").iterator():
        yield {
            "rule": row.rule.number,
            "listing": row.listing.number,
            "outcome": Coded(row.outcome, row.get_outcome_display()),
            "codes": row.codes,
            "decided_at": row.decided_at,
            "bid": row.bid.number if row.bid else None,
        }


def _erase(user: User) -> None:
    GoodsOrder.objects.filter(customer=user).update(return_reason="")
