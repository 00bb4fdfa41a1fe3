"""What follows for reviews and holds when a second person has decided, or a colleague has left."""

import logging

from accounts.errors import Refused
from accounts.models import Approval, Event, IdentityReview, PersonHold, User
from accounts.review.payloads import LIFT_KINDS, OVERRIDE_KINDS
from accounts.services.lapse_approval import lapse_approval
from accounts.services.lift_hold import lift_hold
from accounts.services.pass_override import pass_override
from accounts.services.put_reviews_back import put_reviews_back

logger = logging.getLogger(__name__)


def on_approved(event: Event) -> None:
    """Carry out what was approved; where pictures or values changed meanwhile, let the approval lapse."""
    kind = event.data.get("kind")
    if kind not in (*OVERRIDE_KINDS, *LIFT_KINDS):
        return
    approval = Approval.objects.filter(pk=event.subject_id, status=Approval.Status.APPROVED).first()
    if approval is None or approval.subject_id is None:
        return
    try:
        if kind in LIFT_KINDS:
            hold = PersonHold.objects.select_related("review", "user").get(pk=approval.subject_id)
            lift_hold(hold=hold, approval_number=approval.number, actor=event.actor)
        else:
            review = IdentityReview.objects.get(pk=approval.subject_id)
            pass_override(review=review, approval_number=approval.number, actor=event.actor)
    except Refused as refusal:
        logger.warning("approval %s was not carried out: %s", approval.number, refusal.code)
        lapse_approval(number=approval.number, because=refusal.code, actor=event.actor)


def on_staff_left(event: Event) -> None:
    """Let colleagues take what the leaver had been examining."""
    put_reviews_back(leaver=User.objects.get(pk=event.subject_id), actor=event.actor)
