"""Let the rules judge an application and do what they say: on to a person, or refused."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from accounts import clock
from accounts.events import record_event
from accounts.locking import lock_names, lock_one
from accounts.numbers import next_number
from lending.models import Application
from lending.models.application import DecisionOutcome
from lending.services.record_decision import Automatic, Told, record_decision
from risk.domain.screening import AWAY_CODES, REFUSE, Switches, Verdict, evaluate
from risk.models import RuleSet, ScreeningRun, SourceQuery
from risk.screening.facts import gather_facts
from risk.screening.links import links_of
from risk.screening.rule_sets import rules_of, sets_for, switches_now
from risk.screening.submission import submitted_at
from risk.services.open_case import open_case


@dataclass(frozen=True)
class Known:
    """What every rule set judges the same submission by."""

    application: Application
    facts: dict[str, Any]
    links: list[dict[str, Any]]
    switches: Switches
    away: tuple[str, ...]
    queries: list[str]
    began_at: dt.datetime
    on: dt.date


def record_screening(*, application: Application) -> ScreeningRun | None:
    """Write the run of each rule set that looks at this submission, and carry the deciding one out.

    The deciding set's refusal declines the application without a person, which the borrower is told; whatever else it
    says opens a case, what it referred stands there as a thing to examine. Run again, it finds what it did. None where
    the application has left the screening meanwhile; a question to a source that is still open stops nothing (the
    source counts as away).
    """
    with transaction.atomic():
        on = clock.lock_business_date()
        lock_names(f"screening:{application.number}")
        row = lock_one(Application.objects.filter(pk=application.pk))
        found = ScreeningRun.objects.filter(
            application=row, submitted_at=submitted_at(row), is_deciding=True
        ).first()
        if found is not None or row.status != Application.Status.SCREENING:
            return found
        known = _know(row, on)
        deciding, looking_on = sets_for(row.number, on)
        run, verdict = _run(deciding, known, is_deciding=True)
        if looking_on is not None:
            _run(looking_on, known, is_deciding=False)
        if verdict.outcome == REFUSE:
            _refuse(row, deciding, run, verdict)
        else:
            open_case(application=row)
        return run


def _know(row: Application, on: dt.date) -> Known:
    began_at = clock.now()
    queries = list(SourceQuery.objects.filter(application=row, submitted_at=submitted_at(row)).order_by("pk"))
    links = links_of(row.borrower)
    answered = {query.kind for query in queries if query.status == SourceQuery.Status.ANSWERED}
    asked = AWAY_CODES if row.credit_consent_at is not None else {}
    return Known(
        application=row,
        facts=gather_facts(row, links, queries, on=on, at=began_at),
        links=links.written(),
        switches=switches_now(),
        away=tuple(kind for kind in asked if kind not in answered),
        queries=[query.number for query in queries],
        began_at=began_at,
        on=on,
    )


def _run(rule_set: RuleSet, known: Known, *, is_deciding: bool) -> tuple[ScreeningRun, Verdict]:
    verdict = evaluate(rules_of(rule_set), known.facts, known.switches, known.away)
    at = clock.now()
    run = ScreeningRun.objects.create(
        number=next_number("SR"),
        application=known.application,
        submitted_at=submitted_at(known.application),
        rule_set=rule_set,
        is_deciding=is_deciding,
        outcome=verdict.outcome,
        facts=known.facts,
        results=[{**asdict(one), "missing": list(one.missing)} for one in verdict.results],
        switches={
            "all": known.switches.is_all_off,
            "rules": sorted(known.switches.rules),
            "away": list(known.away),
        },
        links=known.links,
        queries=known.queries,
        made_at=at,
        made_on=known.on,
        duration_ms=max(0, int((at - known.began_at).total_seconds() * 1000)),
    )
    record_event(
        "screening.run",
        subject=run,
        actor=None,
        data={
            "application": known.application.number,
            "rules": rule_set.version,
            "outcome": verdict.outcome,
            "decides": is_deciding,
        },
    )
    return run, verdict


def _refuse(row: Application, rule_set: RuleSet, run: ScreeningRun, verdict: Verdict) -> None:
    words = {one["code"]: Told(one["told_en"], one["told_zh"]) for one in rule_set.rules}
    codes = [one.code for one in verdict.results if one.result == REFUSE]
    record_decision(
        application=row,
        outcome=DecisionOutcome.REJECT,
        decided_by=None,
        reasons=codes,
        automatic=Automatic(run.number, [words[code] for code in codes]),
    )
