"""What the pages of the reviews say, made ready for their templates."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import clock
from accounts.crypto import mask_identity_number, mask_name
from accounts.models import Approval, Document, IdentityReview, PersonHold, WatchHit
from accounts.review.payloads import override_payload
from accounts.review.reasons import reason_lines
from accounts.watch.story import severity_words
from accounts.watch.values import masked_value
from accounts.web import shown
from accounts.web.entry_story import with_origins
from accounts.web.parts import Fact

EVENT_WORDS: dict[str, Promise] = {
    "identity_review.opened": gettext_lazy("Waits for a colleague"),
    "identity_review.taken": gettext_lazy("Taken"),
    "identity_review.returned": gettext_lazy("Returned to the customer"),
    "identity_review.passed": gettext_lazy("Review passed"),
    "identity_review.refused": gettext_lazy("Review refused"),
    "identity_review.lapsed": gettext_lazy("Review not needed any more"),
    "person_hold.active": gettext_lazy("Person held"),
    "person_hold.lifted": gettext_lazy("Hold lifted"),
    "user.identity_corrected": gettext_lazy("Name or number corrected"),
}


@dataclass(frozen=True)
class ReviewRow:
    """One line of the queue."""

    review: IdentityReview
    age: str
    is_old: bool


def review_rows(reviews: Iterable[IdentityReview]) -> list[ReviewRow]:
    """Return the lines of a list with how long each has waited."""
    at = clock.now()
    return [
        ReviewRow(one, age_words(at - one.waits_since_at), at - one.waits_since_at > dt.timedelta(days=2))
        for one in reviews
    ]


def age_words(waited: dt.timedelta) -> str:
    """Return how long something waited: minutes, hours or days."""
    minutes = max(0, int(waited.total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)s hour", "%(n)s hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)s day", "%(n)s days", minutes // 1440) % {"n": minutes // 1440}


def case_facts(review: IdentityReview) -> list[Fact]:
    """Return why the case is there, who has it, and what became of it."""
    facts = [
        Fact(_("Why"), review.get_cause_display()),
        Fact(_("Opened at"), _instant(review.opened_at)),
    ]
    if review.taken_by is not None:
        facts.append(Fact(_("Taken by"), review.taken_by.name, hint=_instant(review.taken_at)))
    if review.returned_at is not None:
        lines = " ".join(str(line) for line in reason_lines(review.reasons))
        facts.append(Fact(_("Last returned"), _instant(review.returned_at), hint=f"{lines} {review.note}"))
    if review.privacy_request is not None and review.privacy_request.words:
        facts.append(Fact(_("In the customer's words"), review.privacy_request.words))
    if review.decided_by is not None:
        facts.append(Fact(_("Decided by"), review.decided_by.name, hint=_instant(review.decided_at)))
    if review.words:
        facts.append(Fact(_("Because"), review.words))
    return facts


def identity_facts(review: IdentityReview) -> list[Fact]:
    """Return who the customer is known as and claims to be, masked, with the origin of each field."""
    known = with_origins(review.user, shown.identity_facts(review.user), is_own=False)[0]
    check = review.identity_check
    if check is not None and check.real_name:
        known += [
            Fact(_("Claimed name"), mask_name(check.real_name), hint=check.number),
            Fact(
                _("Claimed number"),
                mask_identity_number(check.identity_number),
                hint=check.get_status_display(),
            ),
        ]
    if review.corrected_name:
        known.append(Fact(_("Corrected name"), mask_name(review.corrected_name)))
    if review.corrected_number:
        known.append(Fact(_("Corrected number"), mask_identity_number(review.corrected_number)))
    return known


@dataclass(frozen=True)
class HitRow:
    hit: WatchHit
    value: str
    does: str


def hit_rows(hits: Iterable[WatchHit]) -> list[HitRow]:
    """Return the hits with what each entry looks for and does."""
    return [HitRow(hit, masked_value(hit.entry), severity_words(hit.entry.severity)) for hit in hits]


def override_facts(approval: Approval) -> list[Fact]:
    """Tell a checker whom they would let pass, against what, and on which pictures."""
    review = _review(approval)
    if review is None:
        return [Fact(_("Review"), approval.subject_number)]
    documents = approval.payload.get("documents", [])
    kinds = dict(Document.Kind.choices)
    parts = [one.split(":") for one in documents]
    pictures = [f"{kinds.get(part[0], part[0])} {part[1]}" for part in parts]
    facts = [
        Fact(_("Review"), review.number, hint=review.get_cause_display()),
        Fact(_("Customer"), review.user.number),
        *identity_facts(review),
        Fact(_("Pictures"), ", ".join(pictures) or _("none")),
    ]
    if approval.payload.get("hits"):
        facts.append(Fact(_("Hits cleared"), ", ".join(approval.payload["hits"])))
    if approval.status in Approval.PENDING and override_payload(review) != approval.payload:
        facts.append(Fact(_("Changed since"), _("Pictures or values are not those any more: ask again.")))
    return facts


def lift_facts(approval: Approval) -> list[Fact]:
    """Tell a checker whose hold would be lifted."""
    hold = PersonHold.objects.select_related("user", "review").filter(pk=approval.subject_id).first()
    if hold is None:
        return [Fact(_("Hold"), approval.subject_number)]
    return [
        Fact(_("Hold"), hold.number, hint=hold.get_cause_display()),
        Fact(_("Customer"), hold.user.number),
        Fact(_("Review"), hold.review.number, hint=hold.review.get_status_display()),
        Fact(_("Because"), hold.words or "—"),
    ]


def _review(approval: Approval) -> IdentityReview | None:
    rows = IdentityReview.objects.select_related("user__person", "identity_check", "privacy_request")
    return rows.filter(pk=approval.subject_id).first()


def _instant(at: object) -> str:
    return f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}" if hasattr(at, "astimezone") else "—"
