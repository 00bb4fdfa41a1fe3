"""The numbers of collection from the rule packs, as the arithmetic takes them."""

import datetime as dt
from dataclasses import dataclass

from accounts.rules import rule_value
from risk.domain.collecting import stage_of
from risk.domain.contact_governor import ContactRule

CONTACT = "collection"
WORK = "collection.work"


@dataclass(frozen=True)
class WorkRule:
    """Company policy: last days of the stages, the longest promise, days to the next step and to pay by letter."""

    stage_days: tuple[int, ...]
    promise_days: int
    action_days: int
    letter_days: int
    kept_days: int

    def stage_on(self, overdue_since_on: dt.date, on: dt.date) -> str:
        """Return the stage on a day of a loan overdue since another."""
        return stage_of((on - overdue_since_on).days, self.stage_days)


def contact_rule() -> ContactRule:
    """Return the rule of contact that holds."""
    value = rule_value(CONTACT)
    return ContactRule(
        value["connected_calls_a_day"],
        dt.time.fromisoformat(value["quiet_from"]),
        dt.time.fromisoformat(value["quiet_until"]),
        value["only_debtor"],
    )


def work_rule() -> WorkRule:
    """Return the company's rule of work that holds."""
    value = rule_value(WORK)
    return WorkRule(
        tuple(value["stage_days"]),
        value["promise_days"],
        value["action_days"],
        value["letter_days"],
        value["kept_days"],
    )
