"""Let the rule alone class a loan again, before the downgrade ends by itself."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import ClassDowngrade


def lift_downgrade(*, row: ClassDowngrade, reason: str, actor: User) -> ClassDowngrade:
    """End a downgrade with the day before; the days it counted stay as they were classed.

    Refuses (`no_reason`), (`not_in_force`), and (`same_person`) the one who asked for it.
    """
    if not reason.strip():
        raise Refused("no_reason", _("Say why the class no longer holds."), field="reason")
    with transaction.atomic():
        today = clock.lock_business_date()
        found = lock_one(ClassDowngrade.objects.filter(pk=row.pk))
        if found.status != ClassDowngrade.Status.IN_FORCE or found.until_on < today:
            raise Refused("not_in_force", _("This downgrade does not count any more."))
        if is_same_person(found.planned_by, actor):
            raise Refused("same_person", _("Whoever asked for a downgrade does not lift it."))
        move(
            found,
            ClassDowngrade.Status.LIFTED,
            actor=actor,
            data={"loan": found.loan.number},
            until_on=today - dt.timedelta(days=1),
            ended_at=clock.now(),
            lifted_by=actor,
            end_reason=reason.strip(),
        )
    return found
