"""Take the card in force out of force at once."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused, StaleState
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import Scorecard


def retire_scorecard(*, number: str, reason: str, actor: User) -> Scorecard:
    """Retire the card: cases opened from now on carry no score until another one is published.

    It is a brake and needs no second person; going on needs one. Refuses (`reason_missing`) without a reason, and
    (StaleState) a card that is not in force.
    """
    if not reason.strip():
        raise Refused("reason_missing", _("Say why this should be done."), field="reason")
    with transaction.atomic():
        row = lock_one(Scorecard.objects.filter(number=number))
        if row.status != Scorecard.Status.PUBLISHED:
            raise StaleState("stale_state", _("This card is not in force."))
        move(
            row,
            Scorecard.Status.RETIRED,
            actor=actor,
            retired_at=clock.now(),
            retired_by=actor,
            retire_reason=reason.strip(),
        )
        return row
