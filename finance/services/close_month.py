"""Close a month of the books, softly."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from finance.models import BookPeriod
from finance.periods.months import check_closable, lock_month


def close_month(*, month_on: dt.date, actor: User) -> BookPeriod:
    """From now on only a finance manager posts into the month, with a reason, until it is opened again.

    Refuses (`month_not_over`, `month_before_open`) and (`month_closed`) one that is closed.
    """
    with transaction.atomic():
        lock_month(month_on)
        check_closable(month_on, least=(BookPeriod.Status.SOFT, BookPeriod.Status.HARD))
        BookPeriod.objects.get_or_create(month_on=month_on)
        period = lock_one(BookPeriod.objects.filter(month_on=month_on))
        if period.status != BookPeriod.Status.OPEN:
            raise Refused("month_closed", _("This month is closed already."))
        move(period, BookPeriod.Status.SOFT, actor=actor, soft_by=actor, soft_at=clock.now())
    return period
