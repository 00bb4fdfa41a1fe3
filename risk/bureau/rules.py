"""The days of the credit bureau, from the rule packs, and the rights of this room."""

import datetime as dt
from typing import Any

from accounts.rules import rule_value

SEE = "risk.see_bureau"
MAKE = "risk.report_bureau"
APPROVE = "risk.approve_bureau"
ANSWER = "risk.answer_disputes"


def free_on(told_on: dt.date) -> dt.date:
    """Return from when on arrears may be reported after the borrower was told."""
    days: Any = rule_value("bureau.report", on=told_on)["notice_days"]
    return told_on + dt.timedelta(days=days)


def answer_by(raised_on: dt.date) -> dt.date:
    """Return the last day on which a dispute is answered (RULES credit.data)."""
    days: Any = rule_value("credit.data", on=raised_on)["dispute_days"]
    return raised_on + dt.timedelta(days=days)


def remind_days(on: dt.date) -> list[int]:
    """Return how many days before the last one somebody is reminded."""
    return list(rule_value("bureau.report", on=on)["remind_days"])
