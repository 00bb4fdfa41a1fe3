"""Try a draft against past applications."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from accounts.rules import rule_value
from risk.models import RuleSet, RuleTest
from risk.screening.facts import RULE
from risk.screening.rule_sets import champion_on, rules_of
from risk.screening.trying import compare_with_past, past_runs

CHANGES_KEPT = 500


def try_rule_set(*, rule_set: RuleSet, from_on: dt.date, to_on: dt.date, made_by: User) -> RuleTest:
    """Keep what the draft would have said beside what the set in force says, of the facts of past screenings.

    Refuses (`bad_period`) a period that ends before it begins. Nothing is done to any application.
    """
    if to_on < from_on:
        raise Refused("bad_period", _("The period ends before it begins."), field="to_on")
    runs = past_runs(from_on, to_on, rule_value(RULE)["test_runs"])
    found = compare_with_past(runs, rules_of(champion_on(clock.today())), rules_of(rule_set))
    with transaction.atomic():
        test = RuleTest.objects.create(
            number=next_number("RT"),
            rule_set=rule_set,
            content_hash=rule_set.content_hash,
            from_on=from_on,
            to_on=to_on,
            tried=found.tried,
            counts=dict(found.counts),
            changes=found.changes[:CHANGES_KEPT],
            made_by=made_by,
            made_at=clock.now(),
        )
        record_event(
            "rule_set.tried",
            subject=rule_set,
            actor=made_by,
            data={"test": test.number, "tried": found.tried, "changed": len(found.changes)},
        )
    return test
