"""Take an approval back whose grounds have changed materially, and open the next case."""

import datetime as dt
import logging
from collections.abc import Iterable

from django.db import transaction

from accounts.errors import Refused
from accounts.locking import lock_one
from lending.models import Application
from lending.services.reconsider_application import OFFERED, reconsider_application
from risk.cases.changes import freeze_changes, material_changes
from risk.models import CreditCase
from risk.services.open_case import open_case

logger = logging.getLogger(__name__)


def reopen_changed_case(*, application: Application) -> CreditCase | None:
    """Open the next case where something material has changed since the approval; the offer holds no longer.

    None where nothing has, and where no offer waits: what is in the market is held, not reviewed. The case names what
    changed and by which version of the list. Run again, it finds nothing to do.
    """
    with transaction.atomic():
        row = lock_one(Application.objects.filter(pk=application.pk))
        if row.status not in OFFERED:
            return None
        case = CreditCase.objects.select_related("decision", "application__borrower__person").filter(
            application=row, decision=row.decision_id
        )
        decided = case.first()
        changes = material_changes(decided) if decided is not None else []
        if not changes:
            return None
        because = ",".join(one.code for one in changes)
        reconsider_application(application=row, states=OFFERED, because=because, actor=None)
        return open_case(application=row, cause=CreditCase.Cause.CHANGE, changes=freeze_changes(changes))


def find_offers(day: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the applications with an offer that waits or was signed, for the close."""
    rows = Application.objects.filter(status__in=OFFERED, pk__gt=after_id)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def reopen_changed_cases(applications: Iterable[Application]) -> None:
    """Look at many offers; one that cannot be looked at is left to the next close."""
    for application in applications:
        try:
            reopen_changed_case(application=application)
        except Refused as refusal:
            logger.warning("%s is not looked at again: %s", application.number, refusal.code)
