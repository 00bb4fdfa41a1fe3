"""What the other rooms and the pages read of screenings."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from accounts.models import Event
from lending.models import Application, Decision
from risk.models import RuleSet, RuleSwitch, ScreeningRun, SourceQuery


def runs(outcome: str = "") -> "QuerySet[ScreeningRun]":
    """Return the runs of an outcome (empty: all), with what a list shows of them."""
    rows = ScreeningRun.objects.select_related("application__product_version", "rule_set")
    return rows.filter(outcome=outcome) if outcome else rows


def screening_of(application: Application) -> ScreeningRun | None:
    """Return the run that decided the application's newest submission, None where it was not screened."""
    return (
        ScreeningRun.objects.select_related("rule_set")
        .filter(application=application, is_deciding=True)
        .order_by("-submitted_at")
        .first()
    )


def refusing_run(decision: Decision) -> ScreeningRun | None:
    """Return the run behind an automatic decision."""
    if not decision.is_automatic:
        return None
    return ScreeningRun.objects.select_related("rule_set").filter(number=decision.automatic_source).first()


def rule_sets() -> "QuerySet[RuleSet]":
    """Return every version, the newest first."""
    return RuleSet.objects.select_related("made_by", "saved_by", "checker", "based_on").order_by("-version")


def switches_off() -> "QuerySet[RuleSwitch]":
    """Return what is switched off now, the newest first."""
    return RuleSwitch.objects.filter(status=RuleSwitch.Status.OFF).select_related("set_by").order_by("-pk")


@dataclass
class RuleFigures:
    """How often a rule was asked and what it said; `unknown` are those it referred for want of a fact."""

    asked: int = 0
    referred: int = 0
    refused: int = 0
    unknown: int = 0


@dataclass
class Statistics:
    """What the deciding runs of a period said, by outcome and by rule."""

    tried: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    rules: dict[str, RuleFigures] = field(default_factory=dict)
    slowest_ms: int = 0


def statistics(from_on: dt.date, to_on: dt.date, most: int) -> Statistics:
    """Count the newest deciding runs of a period, at most so many; one query."""
    found = Statistics()
    rows = ScreeningRun.objects.filter(is_deciding=True, made_on__range=(from_on, to_on)).order_by("-pk")
    for outcome, results, duration_ms in rows.values_list("outcome", "results", "duration_ms")[:most]:
        found.tried += 1
        found.outcomes[outcome] += 1
        found.slowest_ms = max(found.slowest_ms, duration_ms)
        for one in results:
            _count(found.rules.setdefault(one["code"], RuleFigures()), one)
    return found


def _count(figures: RuleFigures, one: dict[str, object]) -> None:
    if one["result"] == "off":
        return
    figures.asked += 1
    figures.referred += one["result"] == "refer"
    figures.refused += one["result"] == "refuse"
    figures.unknown += bool(one["missing"])


@dataclass(frozen=True)
class Comparison:
    """What the champion and the challenger said of the same submissions: (champion, challenger, how many)."""

    pairs: list[tuple[str, str, int]]
    decided: int
    looked_on: int
    differing: list[ScreeningRun]


def comparison(challenger: RuleSet, most: int) -> Comparison:
    """Put a challenger's runs beside the champion's; the newest that differ are listed, with `other` outcome."""
    champions = ScreeningRun.objects.filter(
        application=OuterRef("application"),
        submitted_at=OuterRef("submitted_at"),
        rule_set__lane=RuleSet.Lane.CHAMPION,
    )
    own = ScreeningRun.objects.filter(rule_set=challenger).annotate(
        other=Subquery(champions.values("outcome")[:1])
    )
    counted = own.exclude(other=None).order_by().values("other", "outcome").annotate(n=Count("pk"))
    kinds = own.aggregate(
        decided=Count("pk", filter=Q(is_deciding=True)), looked_on=Count("pk", filter=Q(is_deciding=False))
    )
    differing = own.exclude(other=None).exclude(outcome=F("other")).select_related("application", "rule_set")
    return Comparison(
        pairs=sorted((row["other"], row["outcome"], row["n"]) for row in counted),
        decided=kinds["decided"],
        looked_on=kinds["looked_on"],
        differing=list(differing.order_by("-pk")[:most]),
    )


def queries_of(run: ScreeningRun) -> list[SourceQuery]:
    """Return the questions to outside sources whose answers a run read."""
    return list(SourceQuery.objects.filter(number__in=run.queries).order_by("kind"))


def runs_beside(run: ScreeningRun) -> list[ScreeningRun]:
    """Return what the other rule set said of the same submission."""
    rows = ScreeningRun.objects.select_related("rule_set").exclude(pk=run.pk)
    return list(rows.filter(application=run.application_id, submitted_at=run.submitted_at).order_by("pk"))


def events_of_rule_set(row: RuleSet) -> "QuerySet[Event]":
    """Return what happened to a version."""
    return Event.objects.select_related("actor").filter(subject_type="ruleset", subject_id=row.pk)


def events_of_switches() -> "QuerySet[Event]":
    """Return when rules were switched off and on."""
    return Event.objects.select_related("actor").filter(subject_type="ruleswitch")
