"""An order told in facts, steps and moments, for its dealer, its customer and the office."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts import clock
from accounts.dealers.policy import category_labels
from accounts.models import Event
from accounts.web.formats import rate, rate_up, yuan
from accounts.web.parts import Fact, Moment, Step, Why, WhyLine
from lending.goods.returning import return_figures
from lending.labels import method_label, periods_label, version_words
from lending.models import Decision, GoodsOrder, InterestSubsidy, LoanPayment
from lending.product_terms import premium_of
from lending.queries.quotes import Quote, quote_loan
from lending.queries.retention import paid_instalments_of
from lending.quote_story import why_cost, why_largest, why_total
from lending.repayment.book import read_books
from lending.subsidies.story import dealer_pays_fact

STAGE_OF = {
    "quoted": 0,
    "confirmed": 1,
    "approved": 2,
    "funded": 3,
    "shipped": 3,
    "delivered": 5,
    "released": 5,
    "return_asked": 5,
    "awaiting_funds": 5,
    "returned": 5,
}


Status = GoodsOrder.Status


@dataclass(frozen=True)
class OrderRow:
    """One order in a list."""

    order: GoodsOrder
    goods: str
    customer: str


def customer_name(order: GoodsOrder) -> str:
    """Return the customer as a dealer may see them: the family name, the rest in stars."""
    person = order.customer.person
    return person.masked_name if person is not None else "*"


def goods_line(order: GoodsOrder) -> str:
    """Return what was bought, in one line."""
    return " · ".join(item.name for item in order.items.all() if item.dropped_at is None)


def order_row(order: GoodsOrder) -> OrderRow:
    return OrderRow(order, goods_line(order), customer_name(order))


def order_facts(order: GoodsOrder) -> list[Fact]:
    """Return price, its two parts and the plan."""
    return [
        Fact(_("What is bought"), goods_line(order), hint=category_labels([order.category])[0]),
        *(
            Fact(_("Serial number"), item.serial, hint=item.name if len(order.items.all()) > 1 else "")
            for item in order.items.all()
            if item.serial and item.dropped_at is None
        ),
        Fact(_("Price"), yuan(order.price_fen), is_figure=True),
        Fact(
            _("Down payment"),
            yuan(order.down_payment_fen),
            hint=order.get_down_payment_way_display() if order.down_payment_fen else "",
            is_figure=True,
            why=_why_down(order),
        ),
        Fact(
            _("To be financed"),
            yuan(order.financed_fen),
            is_figure=True,
            is_total=True,
            why=_why_financed(order),
        ),
        Fact(_("Plan"), order.product_version.name),
        *_interest_free(order),
        Fact(_("Term"), periods_label(order.periods)),
        Fact(_("Repayment"), method_label(order.method)),
    ]


def _approval_of(order: GoodsOrder) -> Decision | None:
    decision = order.application.decision if order.application is not None else None
    return decision if decision is not None and decision.is_approval else None


def is_quoted_exactly(order: GoodsOrder) -> bool:
    """Tell whether rate and amount are known: risk has decided."""
    return _approval_of(order) is not None


def _interest_free(order: GoodsOrder) -> list[Fact]:
    if not order.product_version.is_interest_paid_by_dealer:
        return []
    fen = order.subsidy_fen
    hint = _("the dealer pays %(interest)s") % {"interest": yuan(fen)} if fen else _("the dealer pays it")
    return [Fact(_("Interest"), _("%(rate)s for the customer") % {"rate": rate(0)}, hint)]


def cost_facts(order: GoodsOrder) -> list[Fact]:
    """Return the full cost: exact once risk has decided, before that at the product's highest rate."""
    whole, is_exact = _quote_of(order), is_quoted_exactly(order)
    quote, dealer_fen = whole.borrowers_side, whole.dealer_interest_fen
    return [
        *([dealer_pays_fact(dealer_fen, whole.rate_ppm)] if dealer_fen else []),
        Fact(
            _("Annual rate, every fee in it") if is_exact else _("Annual rate, every fee in it, at most"),
            rate_up(quote.all_in_ppm),
            is_figure=True,
        ),
        Fact(
            _("Largest instalment"),
            yuan(quote.largest_instalment_fen),
            is_figure=True,
            why=why_largest(quote),
        ),
        Fact(_("Interest and fees in all"), yuan(quote.cost_fen), is_figure=True, why=why_cost(quote)),
        Fact(
            _("You pay back in all") if is_exact else _("You pay back in all, at most"),
            yuan(quote.total_fen),
            is_figure=True,
            is_total=True,
            why=why_total(quote),
        ),
    ]


def _quote_of(order: GoodsOrder) -> Quote:
    version, decision = order.product_version, _approval_of(order)
    dearest_ppm = max(version.rates_ppm.values()) + premium_of(version, order.periods)
    amount_fen = decision.amount_fen if decision is not None else None
    rate_ppm = decision.rate_ppm if decision is not None else None
    return quote_loan(
        version,
        amount_fen=order.financed_fen if amount_fen is None else amount_fen,
        rate_ppm=dearest_ppm if rate_ppm is None else rate_ppm,
        periods=order.periods,
        method=order.method,
        on=clock.today(),
    )


def payout_facts(order: GoodsOrder, *, for_office: bool = False) -> list[Fact]:
    """Return what the dealer was paid at the delivery, and what was kept back; nothing before it."""
    if order.loan_id is None:
        return []
    kept_fen = order.retention_hold.amount_fen if order.retention_hold is not None else 0
    down_fen = order.down_payment_fen if order.down_payment_hold is not None else 0
    is_released = order.retention_hold is not None and order.retention_hold.status != "held"
    paid_fen = order.financed_fen + down_fen - order.merchant_fee_fen - kept_fen - order.subsidy_fen
    wait = _(
        "released after %(count)s paid instalments, at the latest once the loan is repaid; %(paid)s paid so far"
    )
    counts = {"count": order.product_version.retention_periods, "paid": paid_instalments_of(order)}
    version = order.product_version
    fee = _part_of(order, _("Merchant fee"), version.merchant_fee_ppm, -order.merchant_fee_fen)
    kept = _part_of(order, _("Retention"), version.retention_ppm, -kept_fen)
    financed = WhyLine(_("Financed by investors"), _("Price less down payment"), order.financed_fen)
    down = WhyLine(_("Down payment from the wallet"), "", down_fen)
    aside = [WhyLine(_("Interest set aside"), _("All interest of the loan"), -order.subsidy_fen)]
    aside = aside if order.subsidy_fen else []
    return [
        Fact(_("Financed by investors"), yuan(order.financed_fen), is_figure=True, why=_why_financed(order)),
        Fact(_("Down payment from the wallet"), yuan(down_fen), is_figure=True),
        Fact(_("Merchant fee"), yuan(-order.merchant_fee_fen), is_figure=True, why=Why([fee])),
        Fact(
            _("Retention"),
            yuan(-kept_fen),
            hint="" if not kept_fen else _("released") if is_released else wait % counts,
            is_figure=True,
            why=Why([kept]),
        ),
        *(Fact(line.label, yuan(line.amount_fen), line.sum, is_figure=True) for line in aside),
        Fact(
            _("Paid to the dealer at the delivery")
            if for_office
            else _("Paid to your wallet at the delivery"),
            yuan(paid_fen),
            is_figure=True,
            is_total=True,
            why=Why([financed, down, fee, kept, *aside]),
        ),
    ]


def subsidy_facts(order: GoodsOrder) -> list[Fact]:
    """Return what the dealer set aside for the interest, what of it was paid, came back, and is still held."""
    if not order.product_version.is_interest_paid_by_dealer:
        return []
    if order.loan_id is None:
        label = (
            _("Interest to be set aside at the delivery")
            if is_quoted_exactly(order)
            else _("Interest to be set aside at the delivery, at most")
        )
        return [Fact(label, yuan(_quote_of(order).interest_fen), is_figure=True)]
    rows = InterestSubsidy.objects.filter(instalment__loan=order.loan_id)
    paid_fen = _sum(rows, "paid_fen")
    held_fen = _sum(rows.filter(hold__status="held"), "amount_fen")
    back_fen = order.subsidy_fen - paid_fen - held_fen
    parts = (
        (_("Paid to the lenders so far"), paid_fen),
        (_("Given back"), back_fen),
        (_("Still set aside"), held_fen),
    )
    lines = [WhyLine(label, "", fen) for label, fen in parts]
    return [
        *(Fact(label, yuan(fen), is_figure=True) for label, fen in parts),
        Fact(
            _("Interest set aside at the delivery"),
            yuan(order.subsidy_fen),
            is_figure=True,
            is_total=True,
            why=Why(lines),
        ),
    ]


def _sum(rows: Any, name: str) -> int:
    return int(rows.aggregate(fen=Sum(name))["fen"] or 0)


def _why_down(order: GoodsOrder) -> Why:
    """Return the down payment as what the price and the plan leave of it, under the product's least share."""
    version = order.product_version
    least = {"least": rate(version.down_payment_min_ppm), "terms": version_words(version)}
    return Why(
        [
            WhyLine(_("Price"), "", order.price_fen, _("As the dealer entered and you confirmed it")),
            WhyLine(
                _("To be financed"),
                "",
                -order.financed_fen,
                _("At least %(least)s is paid down · %(terms)s") % least,
            ),
        ]
    )


def _why_financed(order: GoodsOrder) -> Why:
    return Why(
        [
            WhyLine(_("Price"), "", order.price_fen),
            WhyLine(_("Down payment"), "", -order.down_payment_fen),
        ]
    )


def _part_of(order: GoodsOrder, label: str, ppm: int, amount_fen: int) -> WhyLine:
    """Return a part of what is financed, with the terms it comes from: the product's version of the order."""
    amounts = {"base": yuan(order.financed_fen), "rate": rate(ppm)}
    version = order.product_version
    terms = _("%(product)s, version %(version)s") % {"product": version.name, "version": version.version}
    return WhyLine(label, _("%(base)s × %(rate)s, rounded to the fen") % amounts, amount_fen, terms)


def order_steps(order: GoodsOrder) -> list[Step]:
    """Return the stages of the way with the one the order is at."""
    labels = [_("Quote"), _("Application"), _("Funding"), _("Delivery"), _("Dealer paid")]
    at = STAGE_OF.get(order.status)
    if at is None:
        at = 0 if order.confirmed_at is None else 1 if order.deliver_by_on is None else 3
        return [
            Step(label, "done" if place < at else "refused" if place == at else "later")
            for place, label in enumerate(labels)
        ]
    return [
        Step(label, "done" if place < at else "now" if place == at else "later")
        for place, label in enumerate(labels)
    ]


def order_moments(order: GoodsOrder) -> list[Moment]:
    """Return what happened to the order, newest first."""
    titles = _titles()
    events = Event.objects.filter(subject_type="goodsorder", subject_id=order.pk).order_by("-pk")[:60]
    return [
        Moment(titles[event.kind][0], event.at, icon=titles[event.kind][1], tone=titles[event.kind][2])
        for event in events
        if event.kind in titles
    ]


def end_label(order: GoodsOrder) -> str:
    """Return why the order ended, empty while it has not."""
    return {
        "cancelled_by_customer": _("The customer cancelled it."),
        "cancelled_by_dealer": _("The dealer cancelled it."),
        "rejected": _("The credit was declined."),
        "withdrawn": _("The customer withdrew the application."),
        "expired": _("It was not confirmed, signed or funded in time."),
        "not_delivered": _("The goods were not delivered in time."),
    }.get(order.end_reason, "")


def _titles() -> dict[str, tuple[str, str, str]]:
    return {
        "goods_order.quoted": (_("Order made"), "pencil", "quiet"),
        "goods_order.confirmed": (_("Confirmed by the customer's code"), "circle-check", "active"),
        "goods_order.approved": (_("Credit approved"), "circle-check", "good"),
        "goods_order.receipted": (_("Down payment receipted in the store"), "receipt", "quiet"),
        "goods_order.down_paid": (_("Down payment paid"), "wallet", "good"),
        "goods_order.funded": (_("Fully funded"), "circle-gauge", "good"),
        "goods_order.shipped": (_("On its way"), "truck", "active"),
        "goods_order.price_lowered": (_("Price lowered"), "percent", "quiet"),
        "goods_order.piece_accepted": (_("A piece was accepted"), "package-check", "good"),
        "goods_order.delivered": (_("Delivered, dealer paid"), "banknote", "good"),
        "goods_order.released": (_("Retention released"), "lock-open", "good"),
        "goods_order.return_asked": (_("Return asked for"), "undo-2", "attention"),
        "goods_order.awaiting_funds": (_("Taken back, awaiting dealer funds"), "hourglass", "danger"),
        "goods_order.returned": (_("Returned and refunded"), "undo-2", "good"),
        "goods_order.cancelled": (_("Cancelled"), "circle-slash", "attention"),
    }


def _returned_facts(order: GoodsOrder, *, for_office: bool) -> list[Fact]:
    paid = LoanPayment.objects.filter(loan=order.loan_id, kind=LoanPayment.Kind.RETURN)
    lenders_fen = _sum(paid, "amount_fen")
    fee_label = (
        _("Merchant fee given back to the dealer") if for_office else _("Merchant fee given back to you")
    )
    parts = (
        (_("To the lenders"), lenders_fen),
        (_("To the customer"), order.refunded_fen),
        (fee_label, -order.merchant_fee_fen),
    )
    return [
        *(Fact(label, yuan(fen), is_figure=True) for label, fen in parts),
        Fact(
            _("The dealer paid in all") if for_office else _("You paid in all"),
            yuan(lenders_fen + order.refunded_fen - order.merchant_fee_fen),
            order.returned_on.isoformat() if order.returned_on else "",
            is_figure=True,
            is_total=True,
            why=Why([WhyLine(label, "", fen) for label, fen in parts]),
        ),
    ]


def return_facts(order: GoodsOrder, *, for_office: bool = False) -> list[Fact]:
    """Return what a return costs the dealer if the goods come back today, or cost when they did; else nothing."""
    if order.loan is not None and order.status == Status.RETURNED:
        return _returned_facts(order, for_office=for_office)
    if order.loan is None or order.status not in (Status.RETURN_ASKED, Status.AWAITING_FUNDS):
        return []
    fee_label = (
        _("Merchant fee that goes back to the dealer")
        if for_office
        else _("Merchant fee that comes back to you")
    )
    today = clock.today()
    books = read_books([order.loan.pk])
    figures = return_figures(order, order.loan, books[0] if books else None, today)
    return [
        Fact(
            _("To the lenders: principal, and interest by days"), yuan(figures.settlement_fen), is_figure=True
        ),
        Fact(_("To the customer: principal repaid"), yuan(figures.principal_fen), is_figure=True),
        Fact(_("To the customer: down payment"), yuan(figures.down_payment_fen), is_figure=True),
        Fact(fee_label, yuan(-figures.merchant_fee_fen), is_figure=True),
        Fact(
            _("The dealer pays in all, today") if for_office else _("You pay in all, today"),
            yuan(figures.dealer_pays_fen),
            is_figure=True,
            is_total=True,
            why=Why(
                [
                    WhyLine(_("To the lenders: principal, and interest by days"), "", figures.settlement_fen),
                    WhyLine(_("To the customer: principal repaid"), "", figures.principal_fen),
                    WhyLine(_("To the customer: down payment"), "", figures.down_payment_fen),
                    WhyLine(fee_label, "", -figures.merchant_fee_fen),
                ]
            ),
        ),
    ]
