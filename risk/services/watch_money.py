"""Look at the money of closed days for what the law against laundering asks for."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from risk.aml import reading
from risk.aml.patterns import alerts_of
from risk.models import AmlAlert
from risk.services.raise_aml_alerts import raise_aml_alerts

# More days at once would keep the page waiting; the close has looked at all of them anyway.
MOST_DAYS = 31


def watch_money(*, first_on: dt.date, last_on: dt.date, actor: User | None = None) -> list[AmlAlert]:
    """Raise what the days give, one after the other, and return the new alerts; a second look raises nothing twice.

    Refuses (`bad_days`) days the wrong way round, (`too_many_days`), and (`day_open`) a day that is not over: what is
    large is large in a whole day.
    """
    if first_on > last_on:
        raise Refused("bad_days", _("The first day comes after the last one."), field="first_on")
    if (last_on - first_on).days >= MOST_DAYS:
        raise Refused("too_many_days", _("Look at no more than a month at once."), field="first_on")
    if last_on >= clock.today():
        raise Refused("day_open", _("Only days that are over can be looked at."), field="last_on")
    raised = []
    with transaction.atomic():
        for step in range((last_on - first_on).days + 1):
            raised += raise_aml_alerts(found=alerts_of(first_on + dt.timedelta(days=step)))
        if actor is not None:
            days = {"from": first_on.isoformat(), "to": last_on.isoformat(), "raised": len(raised)}
            record_event("aml_desk.looked", subject=None, actor=actor, data=days)
    return raised


def find_day_to_watch(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return one sign of work for a day on which money moved; a day without any costs two queries."""
    return [1] if after_id < 1 and reading.moved_anything(business_date) else []
