"""Take a question to the customer back."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import CaseQuery, CreditCase


def withdraw_query(*, query: CaseQuery, actor: User) -> CaseQuery:
    """Let the case go on without the answer; refuses (`answered`) a question that is no longer open."""
    with transaction.atomic():
        lock_one(CreditCase.objects.filter(pk=query.case_id))
        row = lock_one(CaseQuery.objects.filter(pk=query.pk))
        if row.status != CaseQuery.Status.OPEN:
            raise Refused("answered", _("This question is no longer open."))
        move(row, CaseQuery.Status.WITHDRAWN, actor=actor, ended_at=clock.now())
    return row
