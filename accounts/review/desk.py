"""The case page of a review: what it shows, and the forms of what the person at the desk may do now."""

from typing import Any

from accounts.approvals import is_same_person
from accounts.forms.review import (
    CorrectionOverrideForm,
    HoldForm,
    LiftForm,
    OverrideForm,
    PassForm,
    RefuseForm,
    ReturnForm,
)
from accounts.models import IdentityReview, PersonHold, User
from accounts.review import queries, story
from accounts.review.acting import pending_override
from accounts.review.payloads import OVERRIDES
from accounts.review.rights import may_decide, may_examine
from accounts.web import shown

Status, Cause = IdentityReview.Status, IdentityReview.Cause


def case(review: IdentityReview, viewer: User, sent: dict[str, Any]) -> dict[str, Any]:
    """Return everything the case page shows this viewer; `sent` holds a form that was refused, by its name."""
    holds = queries.holds_seen_by(viewer, review.user)
    pending = pending_override(review)
    own = is_same_person(viewer, review.user)
    examines, decides = (
        may_examine(viewer, review) and not own,
        may_decide(viewer, review) and not own,
    )
    return {
        "review": review,
        "facts": story.case_facts(review),
        "identity_facts": story.identity_facts(review),
        "documents": queries.documents_of(review.user),
        "may_see_documents": viewer.has_right("accounts.see_documents"),
        "faces": queries.faces_of(review.user),
        "checks": queries.checks_of(review.user),
        "hits": story.hit_rows(queries.hits_seen_by(viewer, review)),
        "holds": holds,
        "pending": pending,
        "moments": shown.event_moments(queries.events_of_review(review, holds)),
        "may_take": examines and review.status in (Status.OPENED, Status.RETURNED),
        "may_put_back": review.status == Status.TAKEN
        and pending is None
        and examines
        and (review.taken_by_id == viewer.pk or decides),
        **_forms(review, viewer, sent, examines=examines, decides=decides, is_asked=pending is not None),
        **_hold_forms(review, holds, sent, examines=examines, decides=decides),
    }


def _forms(
    review: IdentityReview,
    viewer: User,
    sent: dict[str, Any],
    *,
    examines: bool,
    decides: bool,
    is_asked: bool,
) -> dict[str, Any]:
    forms: dict[str, Any] = dict.fromkeys(("return_form", "pass_form", "override_form", "refuse_form"))
    if review.status != Status.TAKEN or is_asked:
        return forms
    if examines and review.taken_by_id == viewer.pk:
        forms["return_form"] = sent.get("return") or ReturnForm(prefix="return")
        if review.cause in OVERRIDES:
            forms["override_form"] = sent.get("override") or override_form(review)
    if decides:
        if review.cause not in OVERRIDES:
            forms["pass_form"] = sent.get("pass") or PassForm(prefix="pass")
        forms["refuse_form"] = sent.get("refuse") or RefuseForm(prefix="refuse")
    return forms


def _hold_forms(
    review: IdentityReview, holds: list[PersonHold], sent: dict[str, Any], *, examines: bool, decides: bool
) -> dict[str, Any]:
    here = [one for one in holds if one.status == PersonHold.Status.ACTIVE and one.review_id == review.pk]
    may_hold = decides and review.status in IdentityReview.OPEN and not here
    return {
        "lift_hold": here[0] if here and examines else None,
        "lift_form": (sent.get("lift") or LiftForm(prefix="lift")) if here and examines else None,
        "hold_form": (sent.get("hold") or HoldForm(prefix="hold")) if may_hold else None,
    }


def override_form(review: IdentityReview, data: Any = None) -> OverrideForm:
    """Return the request for a second person; a correction names what it should be."""
    form = CorrectionOverrideForm if review.cause == Cause.CORRECTION else OverrideForm
    return form(data, prefix="override")
