"""What follows when somebody has decided on a request about a dealer."""

import logging
from collections.abc import Callable
from typing import Any

from accounts.dealers.messages import tell_of_lapse, tell_of_watched
from accounts.dealers.watched import dealers_named_by
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Approval, Dealer, Event, WatchEntry
from accounts.review.rights import SEE_HITS
from accounts.services import admit_dealer as admission
from accounts.services import change_limits as limits
from accounts.services import resume_dealer as resumption
from accounts.services.drop_terms import drop_terms
from accounts.services.lapse_requests import lapse_requests
from accounts.staff.queries import holders_of_role

logger = logging.getLogger(__name__)

CARRY_OUT: dict[str, Callable[..., Any]] = {
    admission.KIND: admission.admit_dealer,
    limits.KIND: limits.change_limits,
    resumption.KIND: resumption.resume_dealer,
}


def on_approved(event: Event) -> None:
    """Carry out what was approved; where the dealer has moved on meanwhile, write that down and drop the proposal."""
    carry_out = CARRY_OUT.get(str(event.data.get("kind")))
    approval, dealer = _find(event) if carry_out else (None, None)
    if carry_out is None or approval is None or dealer is None:
        return
    if approval.status != Approval.Status.APPROVED:
        return
    try:
        carry_out(dealer=dealer, approval_number=approval.number, actor=event.actor)
    except Refused as refusal:
        logger.warning("approval %s was not carried out: %s", approval.number, refusal.code)
        lapse_requests(dealer=dealer, actor=event.actor)
        record_event(
            "dealer.approval_lapsed",
            subject=dealer,
            actor=event.actor,
            data={"approval": approval.number, "because": refusal.code},
        )
        tell_of_lapse(dealer, approval, refusal.code)


def on_not_approved(event: Event) -> None:
    """Drop the terms that were not approved, taken back or forgotten."""
    approval, dealer = _find(event)
    if approval is not None and dealer is not None and approval.kind in CARRY_OUT and _terms_of(approval):
        drop_terms(dealer=dealer, actor=event.actor, number=_terms_of(approval))


def on_watched(event: Event) -> None:
    """Tell risk's officers where an entry that has come into force names an admitted dealer's representative."""
    entry = WatchEntry.objects.filter(pk=event.subject_id, status=WatchEntry.Status.IN_FORCE).first()
    found = dealers_named_by(entry) if entry is not None else []
    if entry is None or not found:
        return
    officers = [one for one in holders_of_role("risk_officer") if one.has_right(SEE_HITS)]
    for dealer in found:
        tell_of_watched(dealer, entry, officers)


def _find(event: Event) -> tuple[Approval | None, Dealer | None]:
    approval = Approval.objects.filter(pk=event.subject_id).first()
    if approval is None or approval.subject_type != Dealer._meta.label_lower:
        return None, None
    return approval, Dealer.objects.filter(pk=approval.subject_id).first()


def _terms_of(approval: Approval) -> str:
    return str(approval.payload.get("terms", ""))
