"""Open a soft closed month again."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from finance.models import BookPeriod
from finance.periods.months import lock_month


def reopen_month(*, month_on: dt.date, because: str, actor: User) -> BookPeriod:
    """Let whoever keeps the books post into the month again.

    Refuses (`reason_missing`), (`month_not_soft`) a month that is open or closed for good, and (`later_closed`) one
    with a closed month after it.
    """
    if not because.strip():
        raise Refused("reason_missing", _("Say why this should be done."), field="because")
    with transaction.atomic():
        lock_month(month_on)
        period = lock_one(BookPeriod.objects.filter(month_on=month_on))
        if period.status != BookPeriod.Status.SOFT:
            raise Refused("month_not_soft", _("Only a soft closed month is opened again."))
        if BookPeriod.objects.filter(month_on__gt=month_on).exclude(status=BookPeriod.Status.OPEN).exists():
            raise Refused("later_closed", _("Open the months after it first."))
        move(period, BookPeriod.Status.OPEN, actor=actor, reopened_because=because.strip())
    return period
