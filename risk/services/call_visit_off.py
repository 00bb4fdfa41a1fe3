"""Call a visit off that is not needed any more."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import CreditCase, FieldVisit


def call_visit_off(*, visit: FieldVisit, actor: User) -> FieldVisit:
    """Let the case go on without the visit; refuses (`over`) one that is made or called off."""
    with transaction.atomic():
        lock_one(CreditCase.objects.filter(pk=visit.case_id))
        row = lock_one(FieldVisit.objects.filter(pk=visit.pk))
        if row.status != FieldVisit.Status.ASKED:
            raise Refused("over", _("This visit is over."))
        move(row, FieldVisit.Status.WITHDRAWN, actor=actor, ended_at=clock.now())
    return row
