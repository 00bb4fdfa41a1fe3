"""What a person may do on a case now: the forms and notices of the case page's right side."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts.approvals import is_same_person
from accounts.commands import hash_inputs
from accounts.models import Document, User
from accounts.staff.queries import holders_of_role
from accounts.web.forms import RefusableForm
from lending.models.application import DecisionOutcome
from lending.services.reconsider_application import OFFERED
from risk.authority.deciding import who
from risk.cases.against_card import card_says, is_open_to_judgment
from risk.cases.checklist import CheckItem, checklist
from risk.cases.deciders import who_decided, who_decides
from risk.cases.grading import item_before_committee
from risk.cases.rating import Rating
from risk.cases.snapshot import is_untouched
from risk.cases.visits import photos_of
from risk.committee.reading import SEE, items_recusing
from risk.forms.authority import CountersignForm, DropSignatureForm
from risk.forms.case import DecisionForm, OpinionForm
from risk.forms.work import ChecklistForm, OverrideForm, QuestionForm, ReconsiderForm, ReturnForm, VisitForm
from risk.models import AgendaItem, CaseOverride, CaseQuery, CaseReturn, CaseSignature, CreditCase, FieldVisit


@dataclass(frozen=True)
class FirstSignature:
    """A decision that waits for its second signature; `form` is there for whoever may give it."""

    row: CaseSignature
    outcome: Any
    rating: Rating
    roles: str
    form: CountersignForm | None
    give_back: DropSignatureForm | None


def desk(user: User, case: CreditCase, given: Mapping[str, RefusableForm] | None = None) -> dict[str, Any]:
    """Return what the desk shows this person; a form that was just sent stands in the place of an empty one."""
    given = given or {}
    is_with_us = case.status in (CreditCase.Status.OPEN, CreditCase.Status.REVIEWED)
    may_review = case.status == CreditCase.Status.OPEN and user.has_right("risk.review_case")
    may_decide = is_with_us and user.has_right("risk.decide_case")
    wrote_opinion = case.reviewed_by is not None and is_same_person(case.reviewed_by, user)
    first = first_signature(user, case) if is_with_us else None
    return {
        "opinion_form": (given.get("opinion_form") or OpinionForm()) if may_review else None,
        "decision_form": (given.get("decision_form") or DecisionForm(case=case))
        if may_decide and not wrote_opinion and first is None and case.status == CreditCase.Status.REVIEWED
        else None,
        "first_signature": first,
        "authority": who_decides(case) if case.status in CreditCase.WAITING else None,
        "decided_under": who_decided(case) if case.status == CreditCase.Status.DECIDED else [],
        "agenda_item": item_for(user, case),
        "may_send_to_committee": may_decide
        and not wrote_opinion
        and case.status == CreditCase.Status.REVIEWED,
        "waits_for_opinion": may_decide and case.status == CreditCase.Status.OPEN,
        "wrote_opinion": may_decide and wrote_opinion,
        "work": work_on(case),
        **tools(user, case, given, may_send_back=may_decide and not wrote_opinion and first is None),
    }


@dataclass(frozen=True)
class Work:
    """What was done on a case besides the opinion."""

    checks: list[CheckItem]
    overrides: list[CaseOverride]
    queries: list[CaseQuery]
    visits: list[FieldVisit]
    photos: list[Document]
    returns: list[CaseReturn]
    is_untouched: bool


def work_on(case: CreditCase) -> Work:
    """Return what was done on the case, in a constant number of queries."""
    visits = list(case.visits.select_related("assigned_to", "asked_by").order_by("-pk"))
    return Work(
        checklist(case),
        list(case.overrides.select_related("made_by").order_by("-pk")),
        list(case.queries.select_related("asked_by", "document").order_by("-pk")),
        visits,
        photos_of(visits) if visits else [],
        list(case.returns.select_related("reviewed_by", "sent_by").order_by("-pk")),
        is_untouched(case),
    )


def tools(
    user: User, case: CreditCase, given: Mapping[str, RefusableForm], *, may_send_back: bool
) -> dict[str, Any]:
    """Return the forms of the work this person may do now."""
    is_open = case.status == CreditCase.Status.OPEN
    in_review = case.status in (CreditCase.Status.OPEN, CreditCase.Status.REVIEWED)
    may_review = user.has_right("risk.review_case")
    is_offered = (
        case.status == CreditCase.Status.DECIDED
        and case.application.status in OFFERED
        and case.application.decision_id == case.decision_id
    )
    items = checklist(case)
    visitors = [(one.number, one.name) for one in holders_of_role("business_manager")] if may_review else []
    may_return = may_send_back and case.status == CreditCase.Status.REVIEWED
    may_check = may_review and is_open and bool(items)
    return {
        "checklist_form": (given.get("checklist_form") or ChecklistForm(items=items)) if may_check else None,
        "override_form": (given.get("override_form") or OverrideForm(case=case))
        if may_review and may_override(case)
        else None,
        "question_form": (given.get("question_form") or QuestionForm()) if may_review and in_review else None,
        "visit_form": (given.get("visit_form") or VisitForm(visitors=visitors))
        if is_open and visitors
        else None,
        "may_review_now": may_review and in_review,
        "return_form": (given.get("return_form") or ReturnForm()) if may_return else None,
        "reconsider_form": (given.get("reconsider_form") or ReconsiderForm())
        if is_offered and user.has_right("risk.reconsider_case")
        else None,
    }


def may_override(case: CreditCase) -> bool:
    """Tell whether there is a card to judge the case against, and nothing rests on its grade yet."""
    is_judged = any(card_says(case, kind) is not None for kind in CaseOverride.Kind.values)
    return is_judged and is_open_to_judgment(case)


def shown_hash(first: CaseSignature) -> str:
    """Return what a second person signs: this signature, with everything in it."""
    signed = {"row": first.pk, "outcome": first.outcome, "reasons": first.reasons, "rating": first.rating}
    return hash_inputs(signed)


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
        Rating.from_kept(row.rating),
        who("joint", row.roles),
        CountersignForm(initial={"shown_hash": shown_hash(row)}) if is_second else None,
        DropSignatureForm() if may_sign else None,
    )


def item_for(user: User, case: CreditCase) -> AgendaItem | None:
    """Return the last item by which the case came before the committee, for whoever may open it."""
    item = item_before_committee(case) if user.has_right(SEE) else None
    if item is None or items_recusing(user).filter(item=item).exists():
        return None
    return item
