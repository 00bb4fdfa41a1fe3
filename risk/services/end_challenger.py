"""End the trial of a challenger."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused, StaleState
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import RuleSet


def end_challenger(*, rule_set: RuleSet, actor: User, reason: str) -> RuleSet:
    """Let the champion decide everything again, at once: going back to what is approved needs no second person.

    Refuses (`reason_missing`), and (StaleState) what is no challenger in force.
    """
    if not reason.strip():
        raise Refused("reason_missing", _("Say why this should be done."), field="reason")
    with transaction.atomic():
        row = lock_one(RuleSet.objects.filter(pk=rule_set.pk))
        if row.lane != RuleSet.Lane.CHALLENGER or row.status != RuleSet.Status.PUBLISHED:
            raise StaleState("stale_state", _("This challenger is not in force."))
        move(
            row,
            RuleSet.Status.RETIRED,
            actor=actor,
            data={"reason": reason.strip()},
            retired_at=clock.now(),
        )
        return row
