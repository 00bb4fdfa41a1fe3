"""What the desk may decide by itself: thresholds and days, from the rule packs."""

import datetime as dt
from typing import Any

from accounts.rules import rule_value
from accounts.rules.calendar import working_days_after

SEE = "risk.see_aml"
WORK = "risk.work_aml"
CONCLUDE = "risk.conclude_aml"


def large_rule(on: dt.date) -> dict[str, int]:
    """Return the thresholds of large transactions that hold on a day (RULES aml.large), in fen."""
    return dict(rule_value("aml.large", on=on))


def pattern_rule(on: dt.date) -> dict[str, dict[str, int]]:
    """Return the thresholds of the suspicious patterns that hold on a day."""
    return dict(rule_value("aml.suspicious", on=on))


def last_day(what: str, from_on: dt.date) -> dt.date:
    """Return by when a `large` or `suspicious` report is due, or an alert is to be looked into (`investigate`)."""
    days: Any = rule_value("aml.report", on=from_on)[f"{what}_working_days"]
    return working_days_after(from_on, days)


def keep_until(from_on: dt.date) -> dt.date:
    """Return until when the desk's records of a case are kept (AML Law: ten years)."""
    years = rule_value("aml.large", on=from_on)["keep_years"]
    try:
        return from_on.replace(year=from_on.year + years)
    except ValueError:
        return from_on.replace(year=from_on.year + years, day=28)
