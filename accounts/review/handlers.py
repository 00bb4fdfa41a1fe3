"""What follows for reviews and holds when a second person has decided, or a colleague has left."""

from collections.abc import Callable
from functools import partial
from typing import Any

from accounts.approval_ends import carry_out_or_lapse
from accounts.models import Approval, Event, IdentityReview, PersonHold, User
from accounts.review.payloads import LIFT_KINDS, OVERRIDE_KINDS
from accounts.services.lift_hold import lift_hold
from accounts.services.pass_override import pass_override
from accounts.services.put_reviews_back import put_reviews_back


def on_approved(event: Event) -> None:
    """Carry out what was approved; where pictures or values changed meanwhile, let the approval lapse."""
    kind = event.data.get("kind")
    if kind not in (*OVERRIDE_KINDS, *LIFT_KINDS):
        return
    approval = Approval.objects.filter(pk=event.subject_id, status=Approval.Status.APPROVED).first()
    if approval is None or approval.subject_id is None:
        return
    act: Callable[[], Any]
    if kind in LIFT_KINDS:
        hold = PersonHold.objects.select_related("review", "user").get(pk=approval.subject_id)
        act = partial(lift_hold, hold=hold, approval_number=approval.number, actor=event.actor)
    else:
        review = IdentityReview.objects.get(pk=approval.subject_id)
        act = partial(pass_override, review=review, approval_number=approval.number, actor=event.actor)
    carry_out_or_lapse(act, number=approval.number, actor=event.actor)


def on_staff_left(event: Event) -> None:
    """Let colleagues take what the leaver had been examining."""
    put_reviews_back(leaver=User.objects.get(pk=event.subject_id), actor=event.actor)
