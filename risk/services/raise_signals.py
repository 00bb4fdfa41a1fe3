"""Raise the signals that an occasion gives reason for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts import clock
from accounts.events import EventInput, record_events
from accounts.locking import lock
from accounts.numbers import next_numbers
from lending.models import Loan
from risk.models import SignalHit, SignalRule, WarningSignal
from risk.warnings.finders import borrowers_at_stake
from risk.warnings.kinds import Evidence, Occasion, signal_kind
from risk.warnings.rules import rules_on

PREFIX = "WS"


@dataclass(frozen=True)
class Hit:
    """A rule with the evidence it found about one subject."""

    rule: SignalRule
    subject_type: str
    evidence: Evidence

    @property
    def subject_key(self) -> str:
        return f"{self.subject_type}:{self.evidence.subject_id}"

    @property
    def place(self) -> tuple[str, str]:
        return self.rule.code, self.subject_key


def raise_signals(*, occasion: Occasion, kinds: Iterable[str]) -> list[str]:
    """Ask the rules of these kinds about whom the occasion touched; return the numbers of new signals.

    A hit that rests on nothing new is none, so asking twice, or later for the same day, changes nothing. While a signal
    is live further hits of its code join it; after it was closed only something new raises another. Borrowers without a
    loan on the book raise none.
    """
    with transaction.atomic():
        # The lock lets one caller at a time see what a rule has raised so far.
        asked = set(kinds)
        held = [rule.pk for rule in rules_on(occasion.on) if rule.kind in asked]
        rules = lock(SignalRule.objects.filter(pk__in=held))
        hits = _at_stake(_hits(rules, occasion), occasion)
        return _write(hits, occasion) if hits else []


def _hits(rules: list[SignalRule], occasion: Occasion) -> list[Hit]:
    found = []
    for rule in rules:
        kind = signal_kind(rule.kind)
        if kind is not None:
            found += [Hit(rule, kind.subject_type, one) for one in kind.find(rule.parameters, occasion)]
    return found


def _at_stake(hits: list[Hit], occasion: Occasion) -> list[Hit]:
    asked = {one.evidence.subject_id for one in hits if one.subject_type == "borrower"}
    owing = borrowers_at_stake(asked, occasion.on) if asked else set()
    return [one for one in hits if one.subject_type != "borrower" or one.evidence.subject_id in owing]


def _write(hits: list[Hit], occasion: Occasion) -> list[str]:
    known = _last_signals(hits)
    new, again = [], []
    for hit in hits:
        last = known.get(hit.place)
        if last is None or not set(hit.evidence.keys) <= set(last.seen):
            is_live = last is not None and last.status in WarningSignal.LIVE
            (again if is_live else new).append(hit)
    made = _make(new, occasion)
    _join(again, known, occasion)
    at = clock.now()
    signals = {**known, **made}
    SignalHit.objects.bulk_create(
        [
            SignalHit(
                signal=signals[hit.place],
                rule=hit.rule,
                on=occasion.on,
                at=at,
                figures=dict(hit.evidence.figures),
                rows=hit.evidence.rows,
            )
            for hit in [*new, *again]
        ],
        batch_size=200,
    )
    raised = [
        EventInput("warning_signal.raised", one, {"code": one.code, "severity": one.severity})
        for one in made.values()
    ]
    record_events(raised, actor=None)
    return [one.number for one in made.values()]


def _last_signals(hits: list[Hit]) -> dict[tuple[str, str], WarningSignal]:
    rows = WarningSignal.objects.filter(
        subject_key__in={one.subject_key for one in hits}, code__in={one.rule.code for one in hits}
    )
    return {(row.code, row.subject_key): row for row in rows.order_by("pk")}


def _make(hits: list[Hit], occasion: Occasion) -> dict[tuple[str, str], WarningSignal]:
    loans = {one.evidence.subject_id for one in hits if one.subject_type == "loan"}
    borrowers = dict(Loan.objects.filter(pk__in=loans).values_list("pk", "borrower")) if loans else {}
    at = clock.now()
    rows = [
        WarningSignal(
            number=number,
            code=hit.rule.code,
            rule=hit.rule,
            severity=hit.rule.severity,
            subject_type=hit.subject_type,
            subject_key=hit.subject_key,
            raised_on=occasion.on,
            raised_at=at,
            last_hit_on=occasion.on,
            seen=hit.evidence.keys,
            **_subject(hit, borrowers),
        )
        for number, hit in zip(next_numbers(PREFIX, len(hits)), hits, strict=True)
    ]
    WarningSignal.objects.bulk_create(rows, batch_size=200)
    return {(row.code, row.subject_key): row for row in rows}


def _subject(hit: Hit, borrowers: dict[int, int]) -> dict[str, Any]:
    pk = hit.evidence.subject_id
    if hit.subject_type == "loan":
        return {"loan_id": pk, "borrower_id": borrowers[pk]}
    return {f"{hit.subject_type}_id": pk}


def _join(hits: list[Hit], known: dict[tuple[str, str], WarningSignal], occasion: Occasion) -> None:
    rows = [known[hit.place] for hit in hits]
    for hit, row in zip(hits, rows, strict=True):
        row.seen = sorted({*row.seen, *hit.evidence.keys})
        row.last_hit_on = max(row.last_hit_on, occasion.on)
        row.hit_count += 1
    WarningSignal.objects.bulk_update(rows, ["seen", "last_hit_on", "hit_count"], batch_size=200)
