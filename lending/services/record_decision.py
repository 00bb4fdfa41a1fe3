"""Write down risk's decision on an application."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from lending.models import Application, BorrowerStanding, Decision
from lending.models.application import APPROVALS, DecisionOutcome
from lending.product_terms import rate_of
from lending.readiness import missing_for_funding
from lending.services.set_condition import ConditionTerms, set_condition
from lending.standing_lock import lock_standing

VALID_DAYS = 60
WAITING = (Application.Status.REVIEW, Application.Status.COMMITTEE)
# Where a rule may decline without a person.
SCREENED = (Application.Status.SCREENING,)
MOVES_TO = {
    DecisionOutcome.APPROVE: Application.Status.APPROVED,
    DecisionOutcome.CONDITIONS: Application.Status.APPROVED,
    DecisionOutcome.REJECT: Application.Status.REJECTED,
    DecisionOutcome.RETURN: Application.Status.RETURNED,
}
# Known only once the decision is stored, or no matter of the decision itself.
LATER = {"decision_missing", "decision_expired", "conditions_open", "later_condition_open"}


@dataclass(frozen=True)
class Approval:
    """What is offered: the amount may be lower than asked; without a rate the product's for the grade holds."""

    amount_fen: int
    grade: str
    rate_ppm: int | None = None
    conditions: tuple[ConditionTerms, ...] = ()
    valid_until_on: dt.date | None = None


@dataclass(frozen=True)
class Told:
    """A reason in plain words, in both languages."""

    en: str
    zh: str


@dataclass(frozen=True)
class Automatic:
    """What decided instead of a person: the number of the run of the rules, and what the person is told."""

    source: str
    told: list[Told]


def record_decision(
    *,
    application: Application,
    outcome: str,
    decided_by: User | None,
    reasons: list[str],
    approval: Approval | None = None,
    automatic: Automatic | None = None,
) -> Decision:
    """Store the decision and move the application to approved, rejected or returned.

    Refuses (`own_application`) deciding on oneself, (`not_in_review`), (`no_reason`), and an approval that risk's own
    standing, the legal caps or the product do not carry; the refusal names what is missing. Without a person only a
    rule of the screening decides, and only to decline.
    """
    if (decided_by is None) != (automatic is not None):
        raise ValueError("A decision is a person's, or names the rule that made it.")
    with transaction.atomic():
        today = clock.lock_business_date()
        # A refusal frees what an approval has to find room for; only that is counted one after the other.
        standing = lock_standing(application.borrower) if approval is not None else None
        row = lock_one(Application.objects.filter(pk=application.pk))
        _check(row, outcome, decided_by, reasons, approval)
        offer: dict[str, Any] = {}
        if approval is not None and standing is not None:
            _check_approval(row, approval, standing, today)
            offer = _offer(row, approval, today)
        at = clock.now()
        decision = Decision.objects.create(
            application=row,
            outcome=outcome,
            reasons=reasons,
            decided_by=decided_by,
            automatic_source=automatic.source if automatic is not None else "",
            told=[{"en": one.en, "zh": one.zh} for one in automatic.told] if automatic is not None else [],
            decided_at=at,
            decided_on=today,
            **offer,
        )
        if approval is not None and decided_by is not None:
            for terms in approval.conditions:
                set_condition(decision=decision, terms=terms, set_by=decided_by)
        ended = {"ended_at": at, "end_reason": "rejected"} if outcome == DecisionOutcome.REJECT else {}
        to = MOVES_TO[DecisionOutcome(outcome)]
        move(row, to, actor=decided_by, data={"outcome": outcome}, decision=decision, **ended)
        record_event(
            "decision.recorded",
            subject=row,
            actor=decided_by,
            data={"decision": decision.pk, "outcome": outcome},
        )
    return decision


def _check(
    row: Application, outcome: str, decided_by: User | None, reasons: list[str], approval: Approval | None
) -> None:
    if decided_by is None:
        if outcome != DecisionOutcome.REJECT:
            raise ValueError("A rule alone declines, and does nothing else.")
    elif decided_by.pk == row.borrower_id or (
        decided_by.person_id is not None and decided_by.person_id == row.borrower.person_id
    ):
        raise Refused("own_application", _("Nobody decides on an application of their own."))
    if row.status not in (WAITING if decided_by is not None else SCREENED):
        raise Refused("not_in_review", _("This application is not waiting for a decision."))
    if not reasons:
        raise Refused("no_reason", _("A decision names its reasons."), field="reasons")
    is_approval = outcome in APPROVALS
    if approval is not None and approval.conditions and outcome != DecisionOutcome.CONDITIONS:
        raise ValueError("Conditions belong to an approval under conditions.")
    if is_approval != (approval is not None):
        raise ValueError("An approval comes with an offer, any other decision without one.")
    named = [one for one in approval.conditions if one.words.strip()] if approval is not None else []
    if outcome == DecisionOutcome.CONDITIONS and not named:
        raise Refused("no_conditions", _("Write the conditions down."), field="conditions")


def _check_approval(row: Application, approval: Approval, standing: BorrowerStanding, today: dt.date) -> None:
    version = row.product_version
    if not version.amount_min_fen <= approval.amount_fen <= (row.amount_fen or 0):
        raise Refused(
            "amount_outside",
            _("Approve at most what was asked for, and no less than the product's smallest loan."),
            field="amount",
        )
    if (approval.amount_fen - version.amount_min_fen) % version.amount_step_fen:
        raise Refused("amount_step", _("The amount is not a whole number of steps."), field="amount")
    if approval.grade not in version.rates_ppm:
        raise Refused("grade_not_served", _("This product is not lent at that grade."), field="grade")
    if standing.grade and standing.grade != approval.grade:
        raise Refused(
            "grade_differs", _("The grade is not the one in the borrower's standing."), field="grade"
        )
    if approval.rate_ppm is not None and not 0 <= approval.rate_ppm <= rate_of(
        version, approval.grade, row.periods or 0
    ):
        raise Refused("rate_outside", _("The rate is above the product's rate for this grade."), field="rate")
    if approval.valid_until_on is not None and approval.valid_until_on < today:
        raise Refused("bad_date", _("The approval must be valid today."), field="valid_until_on")
    found = missing_for_funding(row, standing, amount_fen=approval.amount_fen, on=today)
    for missing in found:
        if missing.code not in LATER:
            raise Refused(missing.code, missing.label)


def _offer(row: Application, approval: Approval, today: dt.date) -> dict[str, Any]:
    valid_until_on = approval.valid_until_on or today + dt.timedelta(days=VALID_DAYS)
    offer_until_on = min(valid_until_on, today + dt.timedelta(days=row.product_version.offer_days))
    rate_ppm = approval.rate_ppm
    return {
        "amount_fen": approval.amount_fen,
        "grade": approval.grade,
        "rate_ppm": rate_of(row.product_version, approval.grade, row.periods or 0)
        if rate_ppm is None
        else rate_ppm,
        "conditions": "\n".join(one.words.strip() for one in approval.conditions),
        "offer_until_on": offer_until_on,
        "valid_until_on": valid_until_on,
    }
