"""What a person may do on a case now: the forms and notices of the case page's right side."""

from dataclasses import dataclass
from typing import Any

from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.models import User
from accounts.web.forms import KeyedForm
from lending.models.application import DecisionOutcome
from risk.authority.deciding import required_authority, who
from risk.forms.authority import DropSignatureForm
from risk.forms.case import DecisionForm, OpinionForm
from risk.models import CaseSignature, CreditCase
from risk.services.decide_case import Rating


@dataclass(frozen=True)
class FirstSignature:
    """A decision that waits for its second signature; `form` is there for whoever may give it."""

    row: CaseSignature
    outcome: Any
    rating: Rating
    roles: str
    form: KeyedForm | None
    give_back: DropSignatureForm | None


def desk(
    user: User,
    case: CreditCase,
    *,
    opinion_form: OpinionForm | None = None,
    decision_form: DecisionForm | None = None,
) -> dict[str, Any]:
    """Return what the desk shows this person."""
    is_with_us = case.status in (CreditCase.Status.OPEN, CreditCase.Status.REVIEWED)
    may_review = case.status == CreditCase.Status.OPEN and user.has_right("risk.review_case")
    may_decide = is_with_us and user.has_right("risk.decide_case")
    wrote_opinion = case.reviewed_by is not None and is_same_person(case.reviewed_by, user)
    first = first_signature(user, case) if is_with_us else None
    return {
        "opinion_form": (opinion_form or OpinionForm()) if may_review else None,
        "decision_form": (decision_form or DecisionForm(case=case))
        if may_decide and not wrote_opinion and first is None
        else None,
        "first_signature": first,
        "authority": authority_words(case) if is_with_us else "",
        "may_send_to_committee": may_decide
        and not wrote_opinion
        and case.status == CreditCase.Status.REVIEWED,
        "wrote_opinion": may_decide and wrote_opinion,
    }


def first_signature(user: User, case: CreditCase) -> FirstSignature | None:
    """Return the signature that waits, with what this person may do about it."""
    row = case.signatures.filter(dropped_at__isnull=True).select_related("signed_by").first()
    if row is None:
        return None
    may_sign = user.has_right("risk.sign_case")
    is_second = may_sign and not any(
        other is not None and is_same_person(other, user) for other in (row.signed_by, case.reviewed_by)
    )
    return FirstSignature(
        row,
        DecisionOutcome(row.outcome).label,
        Rating(**row.rating),
        who("joint", row.roles),
        KeyedForm() if is_second else None,
        DropSignatureForm() if may_sign else None,
    )


def authority_words(case: CreditCase) -> str:
    """Say who would decide on what was asked for, at the borrower's grade or the worst one."""
    application = case.application
    grade = max(application.product_version.rates_ppm)
    try:
        return required_authority(case, Rating(application.amount_fen or 0, grade, 0)).reason
    except Refused as refusal:
        return str(refusal.message)
