"""Let a rule refuse again, once another person has approved it."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.services.consume_approval import consume_approval
from accounts.states import move
from risk.models import RuleSwitch
from risk.screening.payloads import SWITCH_ON_KIND, switch_payload


def switch_rule_on(*, switch: RuleSwitch, actor: User | None) -> RuleSwitch:
    """End the switch and use the approval up; one that is over stays. Refuses what `consume_approval` refuses."""
    with transaction.atomic():
        row = RuleSwitch.objects.get(pk=switch.pk)
        if row.status != RuleSwitch.Status.OFF:
            return row
        consume_approval(
            number=row.approval_number,
            kind=SWITCH_ON_KIND,
            subject=row,
            payload=switch_payload(row),
            actor=actor,
        )
        row = lock_one(RuleSwitch.objects.filter(pk=row.pk))
        move(row, RuleSwitch.Status.ON, actor=actor, data={"rule": row.rule_code}, on_at=clock.now())
        return row
