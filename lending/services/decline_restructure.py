"""Decline a request for more time."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from lending.models import Restructure


def decline_restructure(*, number: str, actor: User, reason: str) -> Restructure:
    """End a request that waits for a plan, with words the borrower reads; refuses (`reason_missing`)."""
    if not reason.strip():
        raise Refused("reason_missing", _("Say why, in words the borrower understands."), field="reason")
    with transaction.atomic():
        row = lock_one(Restructure.objects.filter(number=number))
        if row.status != Restructure.Status.ASKED:
            raise Refused("not_asked", _("This request is no longer waiting for a decision."))
        move(
            row,
            Restructure.Status.DECLINED,
            actor=actor,
            ended_at=clock.now(),
            end_reason=reason.strip(),
        )
    return row
