"""Lending's lists in the back office."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.web import formats
from accounts.web.object_pages import object_url
from accounts.web.tables import Column, Kind, Table
from lending.goods.story import goods_line


def _page(route: str) -> Any:
    return lambda row, viewer: reverse(route, args=[row.number])


def _borrower() -> Column:
    return Column(
        "borrower",
        _("Borrower"),
        lambda row: row.borrower.number,
        sort="borrower__number",
        url=lambda row, viewer: object_url(viewer, "user", row.borrower.number),
    )


APPLICATIONS = Table(
    "lending.applications",
    _("Applications"),
    (
        Column("number", _("Number"), lambda row: row.number, sort="number", url=_page("office_application")),
        _borrower(),
        Column("product", _("Product"), lambda row: row.product_version.name),
        Column("asked", _("Asked for"), lambda row: row.amount_fen, Kind.YUAN, "amount_fen"),
        Column("term", _("Term"), lambda row: row.periods, Kind.NUMBER, "periods"),
        Column("purpose", _("Purpose"), lambda row: row.get_purpose_display(), is_extra=True),
        Column("grade", _("Grade"), lambda row: row.decision and row.decision.grade),
        Column(
            "approved",
            _("Approved"),
            lambda row: row.decision and row.decision.amount_fen,
            Kind.YUAN,
            is_extra=True,
        ),
        Column("sent_in", _("Sent in"), lambda row: row.submitted_at, Kind.MOMENT, "submitted_at"),
        Column("state", _("State"), lambda row: row, Kind.STATE, "status"),
    ),
    sort="-number",
    kept=("status",),
)

CONDITIONS = Table(
    "lending.conditions",
    _("Conditions of approvals"),
    (
        Column("number", _("Number"), lambda row: row.number, sort="number", url=_page("office_condition")),
        Column("words", _("Condition"), lambda row: row.words),
        Column(
            "application",
            _("Application"),
            lambda row: row.decision.application.number,
            url=lambda row, viewer: object_url(viewer, "application", row.decision.application.number),
        ),
        Column("kind", _("Stops"), lambda row: row.get_kind_display(), sort="kind"),
        Column("due", _("Due by"), lambda row: row.due_on, Kind.DAY, "due_on"),
        Column("evidence", _("Evidence waits"), lambda row: _("Yes") if row.has_evidence else "—"),
        Column("state", _("State"), lambda row: row, Kind.STATE, "status"),
    ),
    sort="due",
    kept=("view",),
)

LISTINGS = Table(
    "lending.listings",
    _("Listings"),
    (
        Column("number", _("Number"), lambda row: row.number, sort="number", url=_page("office_listing")),
        _borrower(),
        Column("grade", _("Grade"), lambda row: row.grade, sort="grade"),
        Column("rate", _("Rate"), lambda row: row.rate_ppm, Kind.RATE, "rate_ppm"),
        Column("term", _("Term"), lambda row: row.periods, Kind.NUMBER, "periods", is_extra=True),
        Column("amount", _("Amount"), lambda row: row.amount_fen, Kind.YUAN, "amount_fen"),
        Column("bid", _("Bid so far"), lambda row: row.bid_fen, Kind.YUAN, "bid_fen"),
        Column("share", _("Share bid"), lambda row: formats.reached(row.funded_ppm)),
        Column("bids", _("Bids"), lambda row: row.bid_count, Kind.NUMBER, "bid_count"),
        Column("closes", _("Closes on"), lambda row: row.closes_on, Kind.DAY, "closes_on"),
        Column("state", _("State"), lambda row: row, Kind.STATE, "status"),
    ),
    sort="-number",
    kept=("status",),
)

LOANS = Table(
    "lending.loans",
    _("Loans"),
    (
        Column("number", _("Number"), lambda row: row.number, sort="number", url=_page("office_loan")),
        _borrower(),
        Column("product", _("Product"), lambda row: row.product_version.name, is_extra=True),
        Column("grade", _("Grade"), lambda row: row.grade, sort="grade"),
        Column("rate", _("Rate"), lambda row: row.rate_ppm, Kind.RATE, "rate_ppm"),
        Column("term", _("Term"), lambda row: row.periods, Kind.NUMBER, "periods", is_extra=True),
        Column("principal", _("Principal"), lambda row: row.principal_fen, Kind.YUAN, "principal_fen"),
        Column(
            "outstanding", _("Outstanding"), lambda row: row.outstanding_fen, Kind.YUAN, "outstanding_fen"
        ),
        Column("paid_out", _("Paid out on"), lambda row: row.disbursed_on, Kind.DAY, "disbursed_on"),
        Column("matures", _("Matures on"), lambda row: row.matures_on, Kind.DAY, "matures_on", is_extra=True),
        Column("overdue", _("Overdue since"), lambda row: row.overdue_since_on, Kind.DAY, "overdue_since_on"),
        Column("state", _("State"), lambda row: row, Kind.STATE, "status"),
    ),
    sort="-number",
    kept=("status",),
)

ORDERS = Table(
    "lending.goods_orders",
    _("Goods orders"),
    (
        Column("number", _("Number"), lambda row: row.number, sort="number", url=_page("office_order")),
        Column(
            "dealer",
            _("Dealer"),
            lambda row: row.dealer.name,
            url=lambda row, viewer: object_url(viewer, "dealer", row.dealer.number),
        ),
        Column(
            "customer",
            _("Customer"),
            lambda row: row.customer.number,
            sort="customer__number",
            url=lambda row, viewer: object_url(viewer, "user", row.customer.number),
        ),
        Column("goods", _("What is bought"), goods_line),
        Column("price", _("Price"), lambda row: row.price_fen, Kind.YUAN, "price_fen"),
        Column("down", _("Down payment"), lambda row: row.down_payment_fen, Kind.YUAN, "down_payment_fen"),
        Column("financed", _("To be financed"), lambda row: row.financed_fen, Kind.YUAN, "financed_fen"),
        Column("term", _("Term"), lambda row: row.periods, Kind.NUMBER, "periods", is_extra=True),
        Column("made", _("Made on"), lambda row: row.made_on, Kind.DAY, "made_on"),
        Column(
            "deliver_by",
            _("Deliver by"),
            lambda row: row.deliver_by_on,
            Kind.DAY,
            "deliver_by_on",
            is_extra=True,
        ),
        Column(
            "delivered",
            _("Delivered on"),
            lambda row: row.delivered_on,
            Kind.DAY,
            "delivered_on",
            is_extra=True,
        ),
        Column("state", _("State"), lambda row: row, Kind.STATE, "status"),
    ),
    sort="-number",
    kept=("status",),
)
