"""Confirm that the conditions of an approval are met."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from lending.models import Application, Decision


def confirm_conditions(*, application: Application, confirmed_by: User) -> Decision:
    """Mark the current decision's conditions as met; an accepted application goes on to the market.

    Refuses (`no_conditions`) where none were made, (`own_application`).
    """
    with transaction.atomic():
        row = lock_one(Application.objects.filter(pk=application.pk))
        decision = row.decision
        if decision is None or not decision.conditions:
            raise Refused("no_conditions", _("This application has no conditions."))
        if confirmed_by.person_id is not None and confirmed_by.person_id == row.borrower.person_id:
            raise Refused("own_application", _("Nobody decides on an application of their own."))
        if decision.conditions_met_at is None:
            decision.conditions_met_at = clock.now()
            decision.save(update_fields=["conditions_met_at"])
            record_event("application.conditions_met", subject=row, actor=confirmed_by)
    return decision
