"""Ask that a hold be lifted."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import Approval, PersonHold, User
from accounts.review.payloads import lift_kind, lift_payload, page_of
from accounts.review.rights import require_examiner
from accounts.services.request_approval import request_approval


def ask_hold_lift(*, hold: PersonHold, reason: str, actor: User) -> Approval:
    """Ask for another person's approval.

    Refuses (`not_reviewer`), (`own_identity`), (`hold_lifted`) what is lifted, (`reason_missing`), (`already_asked`).
    """
    require_examiner(actor, hold)
    with transaction.atomic():
        row = lock_one(PersonHold.objects.filter(pk=hold.pk))
        if row.status != PersonHold.Status.ACTIVE:
            raise Refused("hold_lifted", _("This hold is lifted already."))
        return request_approval(
            maker=actor,
            kind=lift_kind(row),
            subject=row,
            payload=lift_payload(row),
            page_path=page_of(row.review),
            reason=reason,
        )
