"""Keep what a borrower has filled in so far."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from lending.models import Application, GoodsOrder

# What a borrower may fill in, and nothing else of the row.
FIELDS = (
    "amount_fen",
    "periods",
    "method",
    "purpose",
    "purpose_text",
    "employment",
    "industry",
    "employed_months",
    "monthly_income_fen",
    "monthly_debt_fen",
    "other_debt_fen",
    "other_platform_debt_fen",
    "repayment_source",
)
# What a goods order has settled already.
BOUND = {"amount_fen", "periods", "method", "purpose", "purpose_text"}
EDITABLE = (Application.Status.DRAFT, Application.Status.RETURNED)


def save_application(*, application: Application, borrower: User, values: dict[str, Any]) -> Application:
    """Store the fields given; the others stay.

    Refuses (`not_editable`) once the application is on its way, (`bound_to_order`) what a goods order has settled.
    """
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise ValueError(f"A borrower does not fill in {', '.join(sorted(unknown))}.")
    with transaction.atomic():
        row = lock_one(Application.objects.filter(pk=application.pk, borrower=borrower))
        if row.status not in EDITABLE:
            raise Refused("not_editable", _("This application is on its way and cannot be changed."))
        if set(values) & BOUND and GoodsOrder.objects.filter(application=row).exists():
            raise Refused("bound_to_order", _("What is bought, and on which plan, stands in the order."))
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
    return row
