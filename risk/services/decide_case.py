"""Decide a case: standing, decision and case in one go."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.commands import run_once
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from lending.models import Decision
from lending.models.application import DecisionOutcome
from lending.services.record_decision import VALID_DAYS, Approval, record_decision
from lending.services.set_borrower_standing import set_borrower_standing
from risk.models import CreditCase


@dataclass(frozen=True)
class Rating:
    """What risk offers and thinks: the amount, the grade, and the limit over all of the borrower's loans."""

    amount_fen: int
    grade: str
    limit_fen: int
    conditions: str = ""


def decide_case(
    *, case: CreditCase, outcome: str, decided_by: User, reasons: list[str], rating: Rating | None, key: str
) -> Decision:
    """Write the borrower's standing and the decision down to lending, and end the case.

    Refuses (`already_decided`) a case that is no longer open, (`reviewer_decides`) the person whose opinion it
    rests on, (`no_rating`) an approval without one, and all that lending refuses; then nothing changed. The
    same key again finds the first decision.
    """
    inputs = {"case": case.number, "outcome": outcome, "reasons": sorted(reasons), "rating": str(rating)}

    def perform() -> str:
        return str(_decide(case, outcome, decided_by, reasons, rating).pk)

    with transaction.atomic():
        pk = run_once(actor=decided_by, command="decide_case", key=key, inputs=inputs, perform=perform)
        return Decision.objects.get(pk=int(pk))


def _decide(
    case: CreditCase, outcome: str, decided_by: User, reasons: list[str], rating: Rating | None
) -> Decision:
    today = clock.lock_business_date()
    row = lock_one(CreditCase.objects.filter(pk=case.pk))
    if row.status not in CreditCase.WAITING:
        raise Refused("already_decided", _("This case has already been decided."))
    if row.reviewed_by is not None and is_same_person(row.reviewed_by, decided_by):
        raise Refused("reviewer_decides", _("You wrote the opinion on this case; another person decides it."))
    approval = None
    if outcome in (DecisionOutcome.APPROVE, DecisionOutcome.CONDITIONS):
        if rating is None:
            raise Refused("no_rating", _("An approval needs an amount, a grade and a limit."))
        approval = Approval(rating.amount_fen, rating.grade, conditions=rating.conditions)
        set_borrower_standing(
            borrower=row.application.borrower,
            grade=rating.grade,
            limit_fen=rating.limit_fen,
            valid_until_on=today + dt.timedelta(days=VALID_DAYS),
            set_by=decided_by,
        )
    decision = record_decision(
        application=row.application,
        outcome=outcome,
        decided_by=decided_by,
        reasons=reasons,
        approval=approval,
    )
    move(row, CreditCase.Status.DECIDED, actor=decided_by, decision=decision, decided_at=clock.now())
    return decision
