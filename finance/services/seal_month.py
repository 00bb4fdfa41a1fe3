"""Close a month of the books for good."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from finance.models import BookPeriod
from finance.periods.months import check_closable, lock_month
from finance.queries.halts import payouts_halted
from finance.reports.period import month_end
from finance.reports.year_result import result_amounts

DECEMBER = 12


def seal_month(*, month_on: dt.date, actor: User) -> BookPeriod:
    """Nothing posts into the month ever again; the database refuses it too.

    Refuses what is not soft closed (`month_not_soft`), the person who closed it softly (`same_person`), a month
    before that is not hard closed, a halt that stands (`books_halted`), and a December whose result was not carried
    (`year_not_carried`).
    """
    with transaction.atomic():
        lock_month(month_on)
        check_closable(month_on, least=(BookPeriod.Status.HARD,))
        period = lock_one(BookPeriod.objects.filter(month_on=month_on))
        if period.status != BookPeriod.Status.SOFT or period.soft_by is None:
            raise Refused("month_not_soft", _("A month is soft closed before it is closed for good."))
        if is_same_person(period.soft_by, actor):
            raise Refused(
                "same_person", _("Another person than the one who soft closed it closes it for good.")
            )
        if payouts_halted():
            raise Refused(
                "books_halted", _("Payouts are halted because the books do not add up. Clear that first.")
            )
        if month_on.month == DECEMBER and result_amounts(month_end(month_on)):
            raise Refused("year_not_carried", _("Carry the result of the year to equity first."))
        move(period, BookPeriod.Status.HARD, actor=actor, hard_by=actor, hard_at=clock.now())
    return period
