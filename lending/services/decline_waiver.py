"""A holder declines a waiver."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from lending.models import Waiver


def decline_waiver(*, number: str, holder: User) -> Waiver:
    """End the offer; nothing is waived. Refuses (`not_offered`)."""
    with transaction.atomic():
        today = clock.lock_business_date()
        row = lock_one(Waiver.objects.filter(number=number, holder=holder))
        if row.status != Waiver.Status.OFFERED:
            raise Refused("not_offered", _("This offer is no longer open."))
        move(row, Waiver.Status.DECLINED, actor=holder, ended_at=clock.now(), ended_on=today)
    return row
