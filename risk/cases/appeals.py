"""Reading appeals: whether one can be asked for, until when, and what a program had declined."""

import datetime as dt

from accounts.rules import rule_value
from lending.models import Application, Decision
from risk.models import Appeal


def appeal_of(application: Application) -> Appeal | None:
    """Return the one appeal of an application."""
    return Appeal.objects.select_related("case__decision").filter(application=application).first()


def last_day_to_ask(application: Application) -> dt.date | None:
    """Return the last day on which a declined borrower may ask (RULES appeal.window)."""
    decision = application.decision
    if decision is None or decision.outcome != Decision.Outcome.REJECT:
        return None
    days = rule_value("appeal.window", on=decision.decided_on)["ask_days"]
    return decision.decided_on + dt.timedelta(days=days)


def was_automatic(application: Application) -> bool:
    """Tell whether a rule declined the application without a person."""
    decision = application.decision
    return decision is not None and decision.is_automatic
