"""How well a customer is known: what was shown and agreed to so far, read in one query; and what money waits for."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.assisted import waiting_entries
from accounts.errors import Refused
from accounts.models import (
    BorrowerProfile,
    Consent,
    Document,
    FaceCheck,
    FormDraft,
    OnboardingGoal,
    SuitabilityAssessment,
    User,
)
from accounts.rules import MissingRule, rule_value

RULE = "kyc.level"


@dataclass(frozen=True)
class Known:
    """What is known of a customer on a day; `wants` is empty while nothing was chosen.

    `has_entry`: customer service entered something that waits for the customer.
    """

    wants: str
    is_verified: bool
    agreed_to_identity: bool
    agreed_to_face: bool
    has_front: bool
    has_back: bool
    has_face: bool
    has_profile: bool
    is_assessed: bool
    has_entry: bool = False

    @property
    def has_documents(self) -> bool:
        return self.has_front and self.has_back


@dataclass(frozen=True)
class Unknown:
    """One thing that a customer must still show before money may go out; the code is for machines and tests."""

    code: str
    label: Promise | str
    url: str
    action: Promise | str


NO_DOCUMENTS = Unknown(
    "documents_missing",
    _("Pictures of both sides of your identity card are missing."),
    "/me/documents/",
    _("Send the pictures"),
)
NO_FACE = Unknown(
    "face_missing",
    _("The check that you are the person on the card is missing."),
    "/me/face/",
    _("Show my face"),
)


def known_of(user: User, *, on: dt.date | None = None) -> Known:
    """Read what is known of a login, in one query."""
    day = on or clock.today()
    own = {"user": OuterRef("pk")}
    kept = Document.objects.filter(owner=OuterRef("pk"), status=Document.Status.KEPT)
    agreed = Consent.objects.filter(**own, withdrawn_at__isnull=True)
    newest = SuitabilityAssessment.objects.filter(**own).order_by("-pk")
    row = (
        User.objects.filter(pk=user.pk)
        .order_by()
        .values(
            "identity_verified_at",
            wants=Subquery(OnboardingGoal.objects.filter(**own).values("wants")[:1]),
            agreed_to_identity=Exists(agreed.filter(code="identity")),
            agreed_to_face=Exists(agreed.filter(code="sensitive")),
            has_front=Exists(kept.filter(kind=Document.Kind.IDENTITY_FRONT)),
            has_back=Exists(kept.filter(kind=Document.Kind.IDENTITY_BACK)),
            has_face=Exists(FaceCheck.objects.filter(**own, status=FaceCheck.Status.PASSED)),
            has_profile=Exists(BorrowerProfile.objects.filter(**own)),
            has_entry=Exists(waiting_entries().filter(customer=OuterRef("pk"))),
            assessed_on=Subquery(newest.values("assessed_on")[:1]),
            valid_until_on=Subquery(newest.values("valid_until_on")[:1]),
        )
        .get()
    )
    assessed_on, valid_until_on = row.pop("assessed_on"), row.pop("valid_until_on")
    return Known(
        is_verified=row.pop("identity_verified_at") is not None,
        is_assessed=assessed_on is not None and assessed_on <= day <= valid_until_on,
        **{**row, "wants": row["wants"] or ""},
    )


def unknown_of(user: User, *, on: dt.date | None = None) -> list[Unknown]:
    """Return what the rule of the day wants shown before money goes out and is not; empty for who is known."""
    try:
        wanted = rule_value(RULE, on=on)
    except MissingRule:
        return []
    if not wanted["documents"] and not wanted["face"]:
        return []
    known = known_of(user, on=on)
    missing = []
    if wanted["documents"] and not known.has_documents:
        missing.append(NO_DOCUMENTS)
    if wanted["face"] and not known.has_face:
        missing.append(NO_FACE)
    return missing


def require_known(user: User, *, on: dt.date | None = None) -> None:
    """Refuse (`documents_missing`, `face_missing`) who has not shown what the rule of the day wants."""
    for missing in unknown_of(user, on=on):
        raise Refused(missing.code, missing.label)


def kept_identity_pictures(user: User) -> dict[str, Document]:
    """Return the sides of the identity card that are kept, by kind."""
    kinds = (Document.Kind.IDENTITY_FRONT, Document.Kind.IDENTITY_BACK)
    kept = Document.objects.filter(owner=user, kind__in=kinds, status=Document.Status.KEPT)
    return {document.kind: document for document in kept}


def last_face_check(user: User) -> FaceCheck | None:
    """Return the face check that counts: a passed one, else the newest."""
    checks = FaceCheck.objects.filter(user=user)
    return checks.filter(status=FaceCheck.Status.PASSED).first() or checks.order_by("-pk").first()


def borrower_profile(user: User) -> BorrowerProfile | None:
    """Return what a borrower last said of work, income, home and family."""
    return BorrowerProfile.objects.filter(user=user).select_related("entered_by").order_by("-version").first()


def goal_of(user: User) -> str:
    """Return whether a customer wants to borrow or to invest; empty while nothing was chosen."""
    return OnboardingGoal.objects.filter(user=user).values_list("wants", flat=True).first() or ""


def draft_of(user: User, code: str) -> dict[str, dict[str, Any]]:
    """Return the screens of a form that were filled in so far, by their codes."""
    kept = FormDraft.objects.filter(user=user, code=code).first()
    return json.loads(kept.content) if kept is not None else {}
