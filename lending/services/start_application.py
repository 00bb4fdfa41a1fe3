"""Begin an application."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from accounts.restrictions import require_open_for_business
from lending.models import Application
from lending.queries.products import current_version

PREFIX = "AP"


def start_application(*, borrower: User, product_code: str) -> Application:
    """Return the borrower's draft for a product, a new one where there is none.

    Refuses (`not_a_customer`), (`closed_for_business`), (`no_product`), and (`already_open`) while another application
    for the product is on its way.
    """
    if not borrower.is_customer:
        raise Refused("not_a_customer", _("Only customers borrow."))
    require_open_for_business(borrower)
    version = current_version(product_code)
    if version is None:
        raise Refused("no_product", _("This product is not offered now."), field="product")
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
        return _open_draft(borrower, version.product_id)


def _open_draft(borrower: User, product_id: int) -> Application:
    """The draft of an earlier visit, or of a second press that was faster."""
    found = (
        Application.objects.filter(borrower=borrower, product_id=product_id, status__in=Application.OPEN)
        .select_related("product_version__product")
        .get()
    )
    if found.status != Application.Status.DRAFT:
        raise Refused(
            "already_open",
            _("You already have application %(number)s for this product.") % {"number": found.number},
        )
    return found
