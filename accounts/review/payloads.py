"""What the second person approves: bound to the pictures, the values by their blind index, and the hits."""

from typing import Any

from accounts.crypto import blind_index
from accounts.models.document import Document
from accounts.models.face_check import FaceCheck
from accounts.models.identity_review import IdentityReview
from accounts.models.person_hold import PersonHold
from accounts.models.watch_entry import WatchHit

OVERRIDE_KIND = "accounts.identity_override"
WATCH_OVERRIDE_KIND = "accounts.watch_override"
OVERRIDE_KINDS = (OVERRIDE_KIND, WATCH_OVERRIDE_KIND)
LIFT_KIND = "accounts.hold_lift"
WATCH_LIFT_KIND = "accounts.watch_hold_lift"
LIFT_KINDS = (LIFT_KIND, WATCH_LIFT_KIND)
Cause = IdentityReview.Cause
# Passing one of these goes against an automatic check, or changes who somebody is.
OVERRIDES = (Cause.WATCH_LIST, Cause.NAME_MISMATCH, Cause.FACE_FAILED, Cause.CORRECTION)


def override_kind(review: IdentityReview) -> str:
    """Return the kind of approval that passing this review needs."""
    return WATCH_OVERRIDE_KIND if review.cause == Cause.WATCH_LIST else OVERRIDE_KIND


def lift_kind(hold: PersonHold) -> str:
    """Return the kind of approval that lifting this hold needs."""
    return WATCH_LIFT_KIND if hold.cause == PersonHold.Cause.WATCH_LIST else LIFT_KIND


def page_of(review: IdentityReview) -> str:
    """Return the review's page in the office."""
    return f"/office/accounts/reviews/{review.number}/"


def override_payload(review: IdentityReview) -> dict[str, Any]:
    """Return everything a checker approves; whatever of it changes afterwards makes the approval void."""
    user, check = review.user, review.identity_check
    kept = Document.objects.filter(
        owner=user,
        kind__in=[Document.Kind.IDENTITY_FRONT, Document.Kind.IDENTITY_BACK],
        status=Document.Status.KEPT,
    )
    face = FaceCheck.objects.filter(user=user).order_by("-pk").first()
    hits = WatchHit.objects.filter(review=review, status=WatchHit.Status.OPEN)
    return {
        "review": review.number,
        "customer": user.number,
        "person": (user.person.identity_index if user.person else ""),
        "check": check.number if check else "",
        "claimed": _values(check.real_name, check.identity_number) if check else "",
        "corrected": _values(review.corrected_name, review.corrected_number),
        "documents": sorted(f"{one.kind}:{one.number}:{one.sha256}" for one in kept),
        "face": face.number if face else "",
        "hits": sorted(hits.values_list("number", flat=True)),
    }


def lift_payload(hold: PersonHold) -> dict[str, Any]:
    """Return what a checker approves with the end of a hold."""
    return {"hold": hold.number, "review": hold.review.number, "customer": hold.user.number}


def _values(name: str, number: str) -> str:
    return blind_index("review_values", f"{name}|{number}") if name or number else ""
