"""How many instalments of a goods loan were paid, as the dealer's retention counts them."""

from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from lending.models import GoodsOrder, Instalment, InterestSubsidy


def paid_instalments() -> Coalesce:
    """Return the count for a query of orders: the paid instalments of the schedule in force.

    What was paid before a schedule was drawn anew stays in force and counts on; what the new schedule took the place
    of was never paid and does not. A part paid early is no instalment, and an instalment of interest alone that the
    dealer's own money paid says nothing of the customer.
    """
    all_of_it = InterestSubsidy.objects.filter(
        instalment=OuterRef("pk"), paid_fen__gt=0, paid_fen=OuterRef("interest_paid_fen")
    )
    paid = (
        Instalment.objects.filter(
            loan=OuterRef("loan"), settled_at__isnull=False, superseded_at=None, is_prepayment=False
        )
        .exclude(Exists(all_of_it), principal_paid_fen=0, fee_paid_fen=0, overdue_interest_paid_fen=0)
        .order_by()
        .values("loan")
        .annotate(count=Count("pk"))
    )
    return Coalesce(Subquery(paid.values("count"), output_field=IntegerField()), 0)


def paid_instalments_of(order: GoodsOrder) -> int:
    """Return the count for one order."""
    counted = GoodsOrder.objects.annotate(paid=paid_instalments())
    return int(counted.values_list("paid", flat=True).get(pk=order.pk))
