"""Let a paused rule of automatic investing go on."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from lending.models import AutoInvestRule


def resume_auto_rule(*, rule: AutoInvestRule, investor: User) -> AutoInvestRule:
    """Put a paused rule back at the end of the queue, under the authorisation it was started with.

    Refuses (`rule_ended`) a rule that has ended or run out.
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        row = lock_one(AutoInvestRule.objects.filter(pk=rule.pk, investor=investor))
        if row.status == AutoInvestRule.Status.ENDED or row.expires_on < today:
            raise Refused("rule_ended", _("This rule has ended."))
        if row.status == AutoInvestRule.Status.PAUSED:
            move(row, AutoInvestRule.Status.ACTIVE, actor=investor, queued_at=clock.now())
    return row
