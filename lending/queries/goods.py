"""Reading goods orders: a dealer's, a customer's, the office's."""

from django.db.models import QuerySet

from accounts.models import Dealer, User
from lending.models import Application, GoodsOrder


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
