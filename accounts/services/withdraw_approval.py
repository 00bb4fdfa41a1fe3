"""Take a request for approval back."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused, StaleState
from accounts.locking import lock_one
from accounts.models import Approval, User
from accounts.states import move


def withdraw_approval(*, maker: User, number: str) -> Approval:
    """Take one's own request back before it is carried out; refuses another's (`not_yours`) and what is over."""
    with transaction.atomic():
        row = lock_one(Approval.objects.filter(number=number))
        if row.maker_id != maker.pk:
            raise Refused("not_yours", _("Only the person who asked may take the request back."))
        if row.status not in Approval.PENDING:
            raise StaleState("stale_state", _("Somebody else was faster. Please look at the page again."))
        move(row, Approval.Status.WITHDRAWN, actor=maker, data={"kind": row.kind}, ended_at=clock.now())
        return row
