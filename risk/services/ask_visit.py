"""Ask a business manager to go and look."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from accounts.numbers import next_number
from risk.models import CreditCase, FieldVisit

PREFIX = "FV"
MAKE = "risk.make_visits"


def ask_visit(
    *, case: CreditCase, asked_by: User, assigned_to: User, task: str, due_on: dt.date
) -> FieldVisit:
    """Ask for a visit; no opinion is given until it is made or called off.

    Refuses (`no_task`), (`bad_date`), (`not_a_visitor`) somebody without the right to make visits, (`own_application`)
    the borrower, (`not_open`) a case past its review, (`visit_open`) a second visit while one is to be made.
    """
    if len(task.strip()) < 2:
        raise Refused("no_task", _("Say what is to be looked at."), field="task")
    if due_on < clock.today():
        raise Refused("bad_date", _("The day has to lie ahead."), field="due_on")
    if not assigned_to.has_right(MAKE):
        raise Refused("not_a_visitor", _("This colleague makes no visits."), field="assigned_to")
    with transaction.atomic():
        row = lock_one(CreditCase.objects.filter(pk=case.pk))
        if row.status != CreditCase.Status.OPEN:
            raise Refused("not_open", _("This case has already been reviewed."))
        if assigned_to.person_id == row.application.borrower.person_id:
            raise Refused("own_application", _("Nobody reviews an application of their own."))
        try:
            with transaction.atomic():
                visit = FieldVisit.objects.create(
                    number=next_number(PREFIX),
                    case=row,
                    task=task.strip()[:500],
                    due_on=due_on,
                    assigned_to=assigned_to,
                    asked_by=asked_by,
                    asked_at=clock.now(),
                )
        except IntegrityError:
            raise Refused("visit_open", _("A visit was asked for and is not made yet.")) from None
        record_event("case.visit_asked", subject=row, actor=asked_by, data={"visit": visit.number})
    return visit
