"""The next step of a case and its day."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from risk.collections.rules import work_rule
from risk.models import CollectionCase
from risk.models.collection import NextAction


def set_next_step(case: CollectionCase, action: str, on: dt.date | None) -> None:
    """Set what comes next; without a day it is the last one the rule allows. The caller holds the case's lock.

    Refuses (`unknown_code`), (`action_day`) a day that is past or farther than a promise may reach.
    """
    today, rule = clock.today(), work_rule()
    if action not in NextAction.values:
        raise Refused("unknown_code", _("Choose from the list."), field="next_action")
    on = on or today + dt.timedelta(days=rule.action_days)
    # A promise may wait for its day; everything else as long as that at most.
    if not today <= on <= today + dt.timedelta(days=rule.promise_days + 1):
        raise Refused(
            "action_day",
            _("The next step has a day within %(days)s days.") % {"days": rule.promise_days + 1},
            field="next_action_on",
        )
    case.next_action, case.next_action_on = action, on
    case.save(update_fields=["next_action", "next_action_on"])
