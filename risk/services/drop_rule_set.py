"""Drop a draft of the rules."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import StaleState
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import RuleSet


def drop_rule_set(*, rule_set: RuleSet, actor: User) -> RuleSet:
    """End a draft without publishing it; refuses (StaleState) one that waits for approval or is over."""
    with transaction.atomic():
        row = lock_one(RuleSet.objects.filter(pk=rule_set.pk))
        if row.status != RuleSet.Status.DRAFT:
            raise StaleState("stale_state", _("This version can no longer be changed."))
        move(row, RuleSet.Status.DROPPED, actor=actor)
        return row
