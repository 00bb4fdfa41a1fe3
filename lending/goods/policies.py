"""Getting is checking: an order for its dealer's members, its customer and the office; else 404."""

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import DealerMember, User
from lending.models import GoodsOrder
from lending.queries.goods import orders_with_names


def access_dealer_order(member: DealerMember, number: str) -> GoodsOrder:
    """Return an order of the member's own dealer."""
    return _only(orders_with_names(), number=number, dealer=member.dealer)


def access_own_order(customer: User, number: str) -> GoodsOrder:
    """Return the customer's own order."""
    return _only(orders_with_names(), number=number, customer=customer)


def access_order_as_staff(number: str) -> GoodsOrder:
    """Return any order for the office, else 404; the caller's right was checked by the view."""
    return _only(orders_with_names().prefetch_related("items__handed_over_by"), number=number)


def may_read_evidence(user: User, order_id: int) -> bool:
    """Whether a login may look at the photographs of an order: its customer and the dealer's people of now."""
    order = GoodsOrder.objects.filter(pk=order_id).first()
    if order is None:
        return False
    is_member = DealerMember.objects.filter(dealer=order.dealer_id, user=user, left_at__isnull=True)
    return order.customer_id == user.pk or is_member.exists()


def _only(orders: QuerySet[GoodsOrder], **where: object) -> GoodsOrder:
    found = orders.filter(**where).first()
    if found is None:
        raise Http404
    return found
