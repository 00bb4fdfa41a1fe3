"""Decide a case: standing, decision and case in one go."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.commands import run_once
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from lending.models import Decision
from lending.models.application import APPROVALS
from lending.services.record_decision import VALID_DAYS, Approval, record_decision
from lending.services.set_borrower_standing import set_borrower_standing
from risk.authority.deciding import Authority, may_sign, required_authority
from risk.authority.ruling import CommitteeRuling
from risk.cases.against_card import refuse_against_card
from risk.cases.rating import Rating
from risk.models import CaseSignature, CreditCase
from risk.services.ask_customer import refuse_open_query

SIGNED = "signed"


@dataclass(frozen=True)
class _Wish:
    """A decision as it was asked for."""

    outcome: str
    decided_by: User
    reasons: list[str]
    rating: Rating | None
    ruling: CommitteeRuling | None


def decide_case(
    *,
    case: CreditCase,
    outcome: str,
    decided_by: User,
    reasons: list[str],
    rating: Rating | None,
    key: str,
    committee: CommitteeRuling | None = None,
) -> Decision | None:
    """Write the borrower's standing and the decision down to lending, and end the case.

    The authority matrix says who may approve: one person of a role; two, of whom the first only signs (then the
    answer is None, and nothing is decided); or the committee, whose ruling comes along. To decline or to return for
    papers takes one person, where the case is not with the committee.

    Refuses (`already_decided`) a case that is no longer open, (`not_reviewed`) one without an opinion,
    (`reviewer_decides`) the person whose opinion it rests on, (`no_rating`) an approval without one, (`no_override`)
    another grade than the card's without a reason on file, (`not_your_authority`, `needs_committee`) what the person
    may not decide, (`second_person`) the first signer again, (`rating_differs`) another offer than was signed first,
    (`query_open`) while the customer is asked, (`decided_before`) whoever declined what is appealed,
    (`on_agenda`, `not_on_agenda`, `not_as_ruled`) what is not as the committee ruled, and all that lending refuses;
    then nothing changed. The same key again finds the first decision.
    """
    inputs = {"case": case.number, "outcome": outcome, "reasons": sorted(reasons), "rating": str(rating)}
    wish = _Wish(outcome, decided_by, reasons, rating, committee)

    def perform() -> str:
        decision = _decide(case, wish)
        return SIGNED if decision is None else str(decision.pk)

    with transaction.atomic():
        done = run_once(actor=decided_by, command="decide_case", key=key, inputs=inputs, perform=perform)
        return None if done == SIGNED else Decision.objects.get(pk=int(done))


def _decide(case: CreditCase, wish: _Wish) -> Decision | None:
    today = clock.lock_business_date()
    row = lock_one(CreditCase.objects.filter(pk=case.pk))
    _check(row, wish)
    first = row.signatures.filter(dropped_at__isnull=True).select_related("signed_by").first()
    approval, authority = None, None
    if wish.outcome in APPROVALS:
        if wish.rating is None:
            raise Refused("no_rating", _("An approval needs an amount, a grade and a limit."))
        if wish.ruling is None:
            refuse_against_card(row, wish.rating.grade)
        authority = required_authority(row, wish.rating)
        if wish.ruling is None and not _may_decide_now(row, wish, authority, first):
            _sign(row, wish, authority)
            return None
        approval = _approve(row, wish, wish.rating, today)
    decision = record_decision(
        application=row.application,
        outcome=wish.outcome,
        decided_by=wish.decided_by,
        reasons=wish.reasons,
        approval=approval,
    )
    move(
        row,
        CreditCase.Status.DECIDED,
        actor=wish.decided_by,
        decision=decision,
        decided_at=clock.now(),
        authority=_kept(wish, authority, first),
    )
    return decision


def _check(row: CreditCase, wish: _Wish) -> None:
    if row.status not in CreditCase.WAITING:
        raise Refused("already_decided", _("This case has already been decided."))
    is_on_agenda = row.status == CreditCase.Status.ON_AGENDA
    if wish.ruling is not None:
        if not is_on_agenda:
            raise Refused("not_on_agenda", _("This case is not before the committee."))
        if wish.ruling.outcome != wish.outcome:
            raise Refused("not_as_ruled", _("The committee ruled otherwise."))
        return
    if is_on_agenda:
        raise Refused("on_agenda", _("This case is before the committee, which decides it."))
    if row.status == CreditCase.Status.OPEN:
        raise Refused("not_reviewed", _("Nobody has written an opinion on this case yet."))
    if row.reviewed_by is not None and is_same_person(row.reviewed_by, wish.decided_by):
        raise Refused("reviewer_decides", _("You wrote the opinion on this case; another person decides it."))
    refuse_open_query(row)
    _check_second_look(row, wish.decided_by)
    person_id = row.application.borrower.person_id
    if person_id is not None and person_id == wish.decided_by.person_id:
        raise Refused("own_application", _("Nobody decides on an application of their own."))


def _check_second_look(row: CreditCase, decided_by: User) -> None:
    """Whoever declined an application does not answer the wish that another person looks at it (PIPL Art. 24)."""
    if row.cause != CreditCase.Cause.APPEAL:
        return
    earlier = Decision.objects.filter(application=row.application).select_related("decided_by")
    people = [one.decided_by for one in earlier if one.decided_by is not None]
    if any(is_same_person(one, decided_by) for one in people):
        raise Refused("decided_before", _("You decided on this before; another person looks again."))


def _may_decide_now(row: CreditCase, wish: _Wish, authority: Authority, first: CaseSignature | None) -> bool:
    """Tell whether this person completes what the matrix asks for; False where it is the first of two signatures."""
    if authority.kind == "committee":
        raise Refused("needs_committee", _("The credit committee decides this case: %s.") % authority.reason)
    if authority.kind == "joint" and first is not None:
        if is_same_person(first.signed_by, wish.decided_by):
            raise Refused("second_person", _("You signed first; another person signs second."))
        if (first.outcome, first.rating) != (wish.outcome, _rating_kept(wish)):
            raise Refused("rating_differs", _("This is not the offer that was signed first."))
        signers = [first.signed_by, wish.decided_by]
    else:
        signers = [wish.decided_by]
    if not may_sign(signers, authority):
        raise Refused("not_your_authority", _("You may not decide this: %s.") % authority.reason)
    return len(signers) == len(authority.roles)


def _sign(row: CreditCase, wish: _Wish, authority: Authority) -> None:
    signature = CaseSignature.objects.create(
        case=row,
        outcome=wish.outcome,
        reasons=wish.reasons,
        rating=_rating_kept(wish),
        matrix_version=authority.version,
        roles=list(authority.roles),
        signed_by=wish.decided_by,
        signed_at=clock.now(),
    )
    record_event("case.signed", subject=row, actor=wish.decided_by, data={"signature": signature.pk})


def _approve(row: CreditCase, wish: _Wish, rating: Rating, today: dt.date) -> Approval:
    set_borrower_standing(
        borrower=row.application.borrower,
        grade=rating.grade,
        limit_fen=rating.limit_fen,
        valid_until_on=today + dt.timedelta(days=VALID_DAYS),
        set_by=wish.decided_by,
    )
    return Approval(rating.amount_fen, rating.grade, conditions=rating.conditions)


def _rating_kept(wish: _Wish) -> dict[str, Any]:
    return wish.rating.to_keep() if wish.rating is not None else {}


def _kept(wish: _Wish, authority: Authority | None, first: CaseSignature | None) -> dict[str, Any]:
    kept: dict[str, Any] = {"ruling": wish.ruling.number} if wish.ruling is not None else {}
    if authority is not None:
        kept |= {
            "kind": "committee" if wish.ruling is not None else authority.kind,
            "version": authority.version,
            "amount_fen": authority.amount_fen,
            "severity": authority.severity,
        }
        if first is not None and kept["kind"] == "joint":
            kept["first_signature"] = first.signed_by.number
    return kept
