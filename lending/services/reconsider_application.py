"""Put a decided application back into review."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from lending.models import Application

OFFERED = (Application.Status.APPROVED, Application.Status.ACCEPTED)
DECLINED = (Application.Status.REJECTED,)


def reconsider_application(
    *, application: Application, states: tuple[str, ...], because: str, actor: User | None
) -> Application:
    """Move an application from one of the states back to review: its offer, and the signature on it, hold no longer.

    Refuses (`not_reconsidered`) another state (what is in the market is held, not reviewed), (`other_open`) a declined
    one whose borrower has applied for the product anew.
    """
    with transaction.atomic():
        row = lock_one(Application.objects.filter(pk=application.pk))
        if row.status not in states:
            raise Refused("not_reconsidered", _("This application can no longer go back to review."))
        others = Application.objects.filter(
            borrower=row.borrower_id, product=row.product_id, status__in=Application.OPEN
        )
        if others.exclude(pk=row.pk).exists():
            raise Refused("other_open", _("There is a newer application for the same product."))
        move(
            row,
            Application.Status.REVIEW,
            actor=actor,
            data={"because": because},
            accepted_at=None,
            offer_hash="",
            ended_at=None,
            end_reason="",
        )
    return row
