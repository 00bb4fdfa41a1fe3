"""What another rule set would have said of past screenings: their facts are kept, so nobody is asked again."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from risk.domain.screening import OFF, PASS, Rule, Switches, evaluate
from risk.models import ScreeningRun

NO_SWITCHES = Switches()


@dataclass
class Difference:
    """`counts` by "before>after"; `changes` are the applications whose outcome would be another."""

    tried: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    changes: list[dict[str, Any]] = field(default_factory=list)


def past_runs(from_on: dt.date, to_on: dt.date, most: int) -> list[ScreeningRun]:
    """Return the deciding runs of a period, the newest first, at most so many."""
    rows = ScreeningRun.objects.filter(is_deciding=True, made_on__range=(from_on, to_on))
    return list(rows.select_related("application", "rule_set").order_by("-pk")[:most])


def compare_with_past(
    runs: Iterable[ScreeningRun], before: tuple[Rule, ...], after: tuple[Rule, ...]
) -> Difference:
    """Let both sets judge the same facts, with nothing switched off: what differs is the rules' doing alone."""
    found = Difference()
    for run in runs:
        away = run.switches.get("away", [])
        old = evaluate(before, run.facts, NO_SWITCHES, away)
        new = evaluate(after, run.facts, NO_SWITCHES, away)
        found.tried += 1
        found.counts[f"{old.outcome}>{new.outcome}"] += 1
        if old.outcome != new.outcome:
            said = {one.code: one.result for one in old.results}
            differs = [
                one.code
                for one in new.results
                if one.result != said.pop(one.code, PASS) and one.result != OFF
            ]
            gone = [
                code for code, result in said.items() if result not in (PASS, OFF) and code not in differs
            ]
            found.changes.append(
                {
                    "application": run.application.number,
                    "run": run.number,
                    "before": old.outcome,
                    "after": new.outcome,
                    "rules": [*differs, *gone],
                }
            )
    return found
