"""Ask for another person's approval to class a loan worse than its days say."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.models import User
from accounts.numbers import next_number
from accounts.rules import rule_value
from accounts.services.put_before_another import put_before_another
from lending.models import Loan
from risk.domain.classification import CLASSES, class_by_days, class_of_watch, worst
from risk.models import ClassDowngrade
from risk.portfolio.history import class_rule, read_histories
from risk.services.take_snapshot import states_of

KIND = "risk.class_downgrade"
PREFIX = "CD"


def propose_downgrade(
    *, loan: Loan, five_class: str, until_on: dt.date, reason: str, maker: User
) -> ClassDowngrade:
    """Put a worse class before another person, counted until a day on which somebody looks again.

    Refuses (`not_active`) a loan that is repaid or written off, (`not_worse`) a class that is not worse than the
    rule's, (`bad_date`) a day gone by or beyond the policy (class.downgrade), no reason, and (`already_asked`).
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        if loan.status != Loan.Status.ACTIVE:
            raise Refused("not_active", _("Only a loan in repayment can be classed."))
        _check_worse(loan, five_class, today)
        longest = rule_value("class.downgrade", on=today)["longest_days"]
        if not today < until_on <= today + dt.timedelta(days=longest):
            raise Refused(
                "bad_date",
                _("The day lies after today and within %(days)d days.") % {"days": longest},
                field="until_on",
            )
        row = ClassDowngrade(
            number=next_number(PREFIX),
            loan=loan,
            five_class=five_class,
            reason=reason.strip(),
            planned_by=maker,
            planned_at=clock.now(),
            until_on=until_on,
        )
        put_before_another(
            row,
            maker=maker,
            kind=KIND,
            payload=payload_of(row),
            page_path=f"/office/risk/portfolio/loans/{loan.number}/",
            reason=reason,
            waiting=_("A downgrade of this loan waits for approval already."),
        )
    return row


def payload_of(row: ClassDowngrade) -> dict[str, Any]:
    """Return what an approval is bound to."""
    return {
        "downgrade": row.number,
        "loan": row.loan.number,
        "class": row.five_class,
        "until_on": row.until_on.isoformat(),
    }


def _check_worse(loan: Loan, five_class: str, today: dt.date) -> None:
    history = read_histories([loan.pk], today)[loan.pk]
    state, rule = states_of({loan.pk: history}, today)[loan.pk], class_rule(today)
    days = (today - state.overdue_since_on).days if state.overdue_since_on else 0
    by_rule = worst(class_by_days(days, rule), class_of_watch(history.watches, today, rule))
    if five_class not in CLASSES or CLASSES.index(five_class) <= CLASSES.index(by_rule):
        raise Refused(
            "not_worse",
            _("By hand a loan is only ever classed worse than by the rule."),
            field="five_class",
        )
