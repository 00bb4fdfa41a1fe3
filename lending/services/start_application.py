"""Begin an application."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from accounts.restrictions import require_not_held, require_open_for_business
from lending.models import Application, GoodsOrder
from lending.models.product import ProductLine
from lending.queries.products import current_version

PREFIX = "AP"


def start_application(*, borrower: User, product_code: str, order: GoodsOrder | None = None) -> Application:
    """Return the borrower's draft for a product, a new one where there is none.

    Goods are applied for from a dealer's order, under the version it was quoted with. Refuses (`not_a_customer`),
    (`closed_for_business`), (`held`), (`no_product`), (`goods_by_order`), and (`already_open`) while another one
    for the product is on its way.
    """
    if not borrower.is_customer:
        raise Refused("not_a_customer", _("Only customers borrow."))
    require_open_for_business(borrower)
    require_not_held(borrower, "apply")
    version = current_version(product_code) if order is None else order.product_version
    if version is None:
        raise Refused("no_product", _("This product is not offered now."), field="product")
    if order is None and version.product.line == ProductLine.GOODS:
        raise Refused("goods_by_order", _("Goods are applied for from a dealer's order."), field="product")
    try:
        with transaction.atomic():
            application = Application.objects.create(
                number=next_number(PREFIX),
                borrower=borrower,
                product_version=version,
                product=version.product,
                created_at=clock.now(),
            )
            record_event(
                "application.started", subject=application, actor=borrower, data={"product": product_code}
            )
            return application
    except IntegrityError:
        return _open_draft(borrower, version.product_id, is_for_order=order is not None)


def _open_draft(borrower: User, product_id: int, *, is_for_order: bool) -> Application:
    """The draft of an earlier visit, or of a second press that was faster."""
    found = (
        Application.objects.filter(borrower=borrower, product_id=product_id, status__in=Application.OPEN)
        .select_related("product_version__product")
        .get()
    )
    if is_for_order or found.status != Application.Status.DRAFT:
        raise Refused(
            "already_open",
            _("You already have application %(number)s for this product.") % {"number": found.number},
        )
    return found
