"""Let a rule of automatic investing rest."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from lending.models import AutoInvestRule


def pause_auto_rule(*, rule: AutoInvestRule, investor: User) -> AutoInvestRule:
    """Stop a rule's bids from this moment on; bids already placed stay. Paused twice is paused once.

    Refuses (`rule_ended`) a rule that has ended.
    """
    with transaction.atomic():
        row = lock_one(AutoInvestRule.objects.filter(pk=rule.pk, investor=investor))
        if row.status == AutoInvestRule.Status.ENDED:
            raise Refused("rule_ended", _("This rule has ended."))
        if row.status == AutoInvestRule.Status.ACTIVE:
            move(row, AutoInvestRule.Status.PAUSED, actor=investor)
    return row
