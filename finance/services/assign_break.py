"""Give a break to whoever looks after it."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from finance.models import ReconciliationBreak

RIGHT = "finance.reconcile"


def assign_break(*, number: str, owner: User, actor: User) -> ReconciliationBreak:
    """Make a colleague the owner of an unresolved break, or hand it on to another.

    Refuses an owner whose job does not include it (`not_their_job`), a resolved break and one that waits for a second
    person (`not_open`). The caller has checked the right `finance.reconcile`.
    """
    with transaction.atomic():
        row = lock_one(ReconciliationBreak.objects.filter(number=number))
        if row.status == ReconciliationBreak.Status.RESOLVED or row.approval_number:
            raise Refused("not_open", _("Nothing can be changed in this break any more."))
        if not owner.has_right(RIGHT):
            raise Refused("not_their_job", _("Reconciliation is not this colleague's job."), field="owner")
        if row.status == ReconciliationBreak.Status.OPEN:
            move(
                row,
                ReconciliationBreak.Status.ASSIGNED,
                actor=actor,
                data={"owner": owner.number},
                owner=owner,
                assigned_at=clock.now(),
            )
        elif row.owner_id != owner.pk:
            row.owner, row.assigned_at = owner, clock.now()
            row.save(update_fields=["owner", "assigned_at"])
            data = {"owner": owner.number}
            record_event("reconciliation_break.handed_on", subject=row, actor=actor, data=data)
    return row
