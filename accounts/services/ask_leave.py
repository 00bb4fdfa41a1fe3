"""Ask that a colleague leaves the company."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import StaffChange, User
from accounts.numbers import next_number
from accounts.services.ask_joiner import ask_approval, require_day
from accounts.services.ask_move import require_here, require_nothing_pending
from accounts.staff.asking import require_may_ask, require_no_auditor


def ask_leave(
    *, actor: User, colleague: User, effective_on: dt.date, handover_to: User, reason: str
) -> StaffChange:
    """Write down from which day nothing opens for a colleague any more and who takes over, and ask for approval.

    Refuses (`not_yours`) who does not lead the department, (`not_here`) somebody who left, (`handover_self`,
    `handover_gone`, `auditor_apart`) a successor who is the leaver, does not work here or audits, (`day_outside`),
    (`already_asked`).
    """
    require_day(effective_on)
    with transaction.atomic():
        row = lock_one(User.objects.filter(pk=colleague.pk))
        require_may_ask(actor, row)
        require_here(row)
        require_nothing_pending(row)
        if is_same_person(row, handover_to):
            raise Refused("handover_self", _("Somebody else has to take over."), field="handover_to")
        if not (handover_to.is_staff and handover_to.is_active):
            raise Refused(
                "handover_gone", _("This colleague does not work here any more."), field="handover_to"
            )
        require_no_auditor(handover_to, field="handover_to")
        change = StaffChange.objects.create(
            number=next_number("SC"),
            kind=StaffChange.Kind.LEAVE,
            colleague=row,
            effective_on=effective_on,
            handover_to=handover_to,
            reason=reason.strip(),
            asked_by=actor,
            asked_at=clock.now(),
        )
        ask_approval(change, actor)
    return change
