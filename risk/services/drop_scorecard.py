"""Drop a draft of a card."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import StaleState
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import Scorecard


def drop_scorecard(*, number: str, actor: User) -> Scorecard:
    """End a draft without publishing it; refuses (StaleState) one that waits for approval or is over."""
    with transaction.atomic():
        row = lock_one(Scorecard.objects.filter(number=number))
        if row.status != Scorecard.Status.DRAFT:
            raise StaleState("stale_state", _("This draft can no longer be changed."))
        move(row, Scorecard.Status.DROPPED, actor=actor)
        return row
