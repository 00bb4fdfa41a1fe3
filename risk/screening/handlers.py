"""What follows when somebody has decided about the rules."""

import logging
from collections.abc import Callable
from typing import Any

from accounts.errors import Refused
from accounts.models import Approval, Event
from accounts.services.lapse_approval import lapse_approval
from risk.models import RuleSet, RuleSwitch
from risk.screening.payloads import PUBLISH_KIND, SWITCH_ON_KIND
from risk.services.give_back_rule_set import give_back_rule_set
from risk.services.publish_rule_set import publish_rule_set
from risk.services.switch_rule_on import switch_rule_on

logger = logging.getLogger(__name__)


def on_approval(event: Event) -> None:
    """Carry out what was approved; rules whose approval came to nothing are a draft again."""
    approval = Approval.objects.filter(pk=event.subject_id).first()
    if approval is None:
        return
    if approval.kind == PUBLISH_KIND:
        rule_set = RuleSet.objects.get(pk=approval.subject_id)
        if event.kind == "approval.approved":
            _carry_out(lambda: publish_rule_set(rule_set=rule_set, actor=event.actor), approval, event)
        elif rule_set.approval_number == approval.number:
            give_back_rule_set(rule_set=rule_set, actor=event.actor)
    elif approval.kind == SWITCH_ON_KIND and event.kind == "approval.approved":
        switch = RuleSwitch.objects.get(pk=approval.subject_id)
        _carry_out(lambda: switch_rule_on(switch=switch, actor=event.actor), approval, event)


def _carry_out(act: Callable[[], Any], approval: Approval, event: Event) -> None:
    """What has become impossible lets its approval lapse, so that it can be asked anew."""
    try:
        act()
    except Refused as refusal:
        logger.warning("approval %s was not carried out: %s", approval.number, refusal.code)
        lapse_approval(number=approval.number, because=refusal.code, actor=event.actor)
