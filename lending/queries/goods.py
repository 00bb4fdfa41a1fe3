"""Reading goods orders: a dealer's, a customer's, the office's."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Q, QuerySet, Sum, Value, When

from accounts.models import Dealer, Event, User
from finance.chart import CUSTODY, codes_of
from finance.models import Entry, Transfer
from lending.models import Application, GoodsOrder

# Of the entries that name the loan these are the order's own; the others are instalments.
OWN_KINDS = (
    "loan.disbursed",
    "loan.payment.return",
    "loan.payment.dealer",
    "goods.subsidy_set_aside",
    "hold.released",
)


@dataclass(frozen=True)
class OrderMoney:
    """What one entry moved for an order from one kind of account to another, in fen; sides as `side:code`."""

    entry_number: str
    kind: str
    on: dt.date
    purpose: str
    source: str
    target: str
    amount_fen: int


def orders_with_names() -> "QuerySet[GoodsOrder]":
    """Return orders with everything their pages name."""
    return GoodsOrder.objects.select_related(
        "dealer__organisation",
        "customer__person",
        "made_by",
        "product_version__product",
        "application__decision",
        "down_payment_hold",
        "retention_hold",
        "loan",
    ).prefetch_related("items__photo")


def orders_of_dealer(dealer: Dealer, status: str = "") -> "QuerySet[GoodsOrder]":
    """Return a dealer's orders, of one state or (empty) all."""
    rows = orders_with_names().filter(dealer=dealer)
    return rows.filter(status=status) if status else rows


def orders_of_customer(customer: User) -> "QuerySet[GoodsOrder]":
    """Return a customer's orders."""
    return orders_with_names().filter(customer=customer)


def open_orders_of(customer: User) -> list[GoodsOrder]:
    """Return the orders that still wait for somebody, newest first."""
    return list(orders_of_customer(customer).filter(status__in=GoodsOrder.PENDING).order_by("-pk")[:5])


def order_of(application: Application) -> GoodsOrder | None:
    """Return the order an application is for, none for a cash loan."""
    return orders_with_names().filter(application=application).first()


def listed_orders(status: str = "", number: str = "", dealer: str = "") -> "QuerySet[GoodsOrder]":
    """Return orders with what a row of the office shows; the dealer by number or a part of the company's name."""
    rows = GoodsOrder.objects.select_related("dealer__organisation", "customer").prefetch_related("items")
    if status == "open":
        rows = rows.filter(status__in=GoodsOrder.PENDING)
    elif status:
        rows = rows.filter(status=status)
    if dealer:
        named = Q(dealer__organisation__legal_name__icontains=dealer)
        rows = rows.filter(Q(dealer__number=dealer.upper()) | named)
    return rows.filter(number__startswith=number) if number else rows


def price_changes_of(order: GoodsOrder) -> list[Event]:
    """Return the events that lowered the price, oldest first."""
    own = Event.objects.filter(subject_type="goodsorder", subject_id=order.pk)
    return list(own.filter(kind="goods_order.price_lowered").order_by("pk"))


def money_of_order(order: GoodsOrder, owner: User | None) -> list[OrderMoney]:
    """Return the customers' money an order moved, added up per entry, from whom, to whom and what for."""
    own = Q(entry__reference=order.number)
    if order.loan is not None:
        own |= Q(entry__reference=order.loan.number, entry__kind__in=OWN_KINDS)
    rows = (
        Transfer.objects.filter(own, debit__code__in=codes_of(CUSTODY))
        .annotate(source=_side("debit", order, owner), target=_side("credit", order, owner))
        .values_list(
            "entry_id",
            "entry__business_date",
            "entry__kind",
            "purpose",
            "source",
            "debit__code",
            "target",
            "credit__code",
        )
        .annotate(fen=Sum("amount_fen"))
        .order_by("entry_id", "debit__code", "credit__code", "purpose")
    )
    return list(_as_money(rows))


def _side(side: str, order: GoodsOrder, owner: User | None) -> Case:
    """Say whose account stands on a side: the customer's, the dealer's, a lender's, or nobody's."""
    return Case(
        When(**{f"{side}__owner_id": order.customer_id}, then=Value("customer")),
        When(**{f"{side}__owner_id": owner.pk if owner else 0}, then=Value("dealer")),
        When(**{f"{side}__owner__isnull": True}, then=Value("")),
        default=Value("lenders"),
        output_field=CharField(),
    )


def _as_money(rows: Iterable[tuple[Any, ...]]) -> Iterator[OrderMoney]:
    for entry_id, on, kind, purpose, source, debit_code, target, credit_code, fen in rows:
        number = Entry(pk=entry_id, business_date=on).number
        yield OrderMoney(
            number, kind, on, purpose, f"{source}:{debit_code}", f"{target}:{credit_code}", int(fen)
        )
