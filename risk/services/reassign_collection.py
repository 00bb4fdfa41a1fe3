"""Give a collection case to another officer."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from risk.collections.assigning import officers_for
from risk.models import CollectionCase


def reassign_collection(*, case: CollectionCase, to: User, actor: User | None, reason: str) -> CollectionCase:
    """Hand the case over; what was done before stays in the name of who did it.

    Refuses (`no_reason`), (`closed`), (`not_an_officer`) who does not collect or is the debtor, (`has_it`).
    """
    if not reason.strip():
        raise Refused("no_reason", _("Say why."), field="reason")
    with transaction.atomic():
        row = lock_one(CollectionCase.objects.filter(pk=case.pk))
        if not row.is_live:
            raise Refused("closed", _("This case is closed."))
        if to.pk not in {one.pk for one in officers_for(row.loan.borrower)}:
            raise Refused("not_an_officer", _("Only a collections officer takes a case."), field="to")
        if row.officer_id == to.pk:
            raise Refused("has_it", _("This officer has the case already."), field="to")
        before = row.officer.number if row.officer else ""
        row.officer = to
        row.save(update_fields=["officer"])
        record_event(
            "collection.reassigned",
            subject=row,
            actor=actor,
            data={"officer_before": before, "officer": to.number, "reason": reason.strip()},
        )
    return row
