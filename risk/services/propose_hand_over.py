"""Ask another person to hand a collection case over to law."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import Approval, User
from accounts.services.request_approval import request_approval
from lending.models import Acceleration
from risk.collections.rules import work_rule
from risk.collections.standing import is_owed
from risk.domain.collecting import STAGES
from risk.models import CollectionCase

KIND = "risk.hand_over"


def propose_hand_over(*, case: CollectionCase, maker: User, reason: str) -> Approval:
    """Put the hand-over before another person, who holds the right over legal steps.

    Refuses (`not_open`) a case that is closed or with the lawyers, (`not_late`), (`too_early`) before the last stage
    unless the loan was called in, (`already_asked`), and no reason.
    """
    with transaction.atomic():
        row = lock_one(CollectionCase.objects.filter(pk=case.pk))
        check_may_hand_over(row)
        approval = request_approval(
            maker=maker,
            kind=KIND,
            subject=row,
            payload=payload_of(row),
            page_path=reverse("risk_collection", args=[row.number]),
            reason=reason,
        )
        row.hand_over_approval = approval.number
        row.save(update_fields=["hand_over_approval"])
    return approval


def check_may_hand_over(row: CollectionCase) -> None:
    """Refuse a case that is not for the lawyers, as things stand now."""
    if row.status != CollectionCase.Status.OPEN:
        raise Refused("not_open", _("This case is closed, or with the lawyers already."))
    if not is_owed(row.loan):
        raise Refused("not_late", _("Nothing is overdue on this loan any more."))
    since = row.loan.overdue_since_on or row.overdue_since_on
    in_force = Acceleration.objects.filter(loan=row.loan_id, status=Acceleration.Status.IN_FORCE)
    if work_rule().stage_on(since, clock.today()) != STAGES[-1] and not in_force.exists():
        raise Refused(
            "too_early",
            _("A case goes to law when it is more than %(days)s days late, or when the loan was called in.")
            % {"days": work_rule().stage_days[-1]},
        )


def payload_of(row: CollectionCase) -> dict[str, Any]:
    """Return what an approval of the hand-over is bound to."""
    return {"case": row.number, "loan": row.loan.number}
