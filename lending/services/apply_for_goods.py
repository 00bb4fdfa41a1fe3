"""Begin the application for a confirmed order."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused, StaleState
from accounts.locking import lock_one
from accounts.models import User
from lending.models import Application, GoodsOrder
from lending.services.start_application import start_application

PURPOSE_OF = {
    "furniture": Application.Purpose.FURNITURE,
    "appliances": Application.Purpose.APPLIANCES,
    "electronics": Application.Purpose.APPLIANCES,
    "renovation": Application.Purpose.RENOVATION,
    "education": Application.Purpose.EDUCATION,
}


def apply_for_goods(*, order: GoodsOrder, customer: User) -> Application:
    """Return the order's application, a new draft where there is none: amount, term and purpose are the order's.

    Refuses (StaleState) an order that is not confirmed, (`order_expired`), and (`already_open`) while another
    application for the same product is on its way.
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        row = lock_one(GoodsOrder.objects.filter(pk=order.pk, customer=customer))
        if row.application is not None:
            return row.application
        if row.status != GoodsOrder.Status.CONFIRMED:
            raise StaleState("stale_state", _("Confirm the order first."))
        if row.valid_until_on < today:
            raise Refused("order_expired", _("This quote has run out. Ask the dealer for a new one."))
        application = start_application(
            borrower=customer, product_code=row.product_version.product.code, order=row
        )
        names = list(row.items.order_by("n").values_list("name", flat=True))
        application.amount_fen = row.financed_fen
        application.periods, application.method = row.periods, row.method
        application.purpose = PURPOSE_OF.get(row.category, Application.Purpose.DAILY)
        application.purpose_text = " · ".join(names)[:200]
        application.save(update_fields=["amount_fen", "periods", "method", "purpose", "purpose_text"])
        row.application = application
        row.save(update_fields=["application"])
    return application
