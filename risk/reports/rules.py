"""What every step of a report asks first."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.rules import rule_value
from accounts.rules.calendar import working_days_after
from risk.domain.vintages import month_end
from risk.models import ReportVersion
from risk.reports.queries import WRITE


def lock_draft(version: ReportVersion, actor: User) -> ReportVersion:
    """Lock a version that may still be written; refuses (`no_right`), (`not_a_draft`)."""
    if not actor.has_right(WRITE):
        raise Refused("no_right", _("Your role does not write reports."))
    row = lock_one(ReportVersion.objects.filter(pk=version.pk))
    if row.status != ReportVersion.Status.DRAFT:
        raise Refused(
            "not_a_draft", _("This version is not a draft any more. A correction is a new version.")
        )
    return row


def sign_until(month_on: dt.date) -> dt.date:
    """Return the day by which the report of a month is signed, by the rule `risk.reports`."""
    days = rule_value("risk.reports", on=month_end(month_on))["sign_working_days"]
    return working_days_after(month_end(month_on), days)
