"""What follows when somebody has decided about the rules."""

from functools import partial

from accounts.approval_ends import carry_out_or_lapse
from accounts.models import Approval, Event
from risk.models import RuleSet, RuleSwitch
from risk.screening.payloads import PUBLISH_KIND, SWITCH_ON_KIND
from risk.services.give_back_rule_set import give_back_rule_set
from risk.services.publish_rule_set import publish_rule_set
from risk.services.switch_rule_on import switch_rule_on


def on_approval(event: Event) -> None:
    """Carry out what was approved; rules whose approval came to nothing are a draft again."""
    approval = Approval.objects.filter(pk=event.subject_id).first()
    if approval is None:
        return
    if approval.kind == PUBLISH_KIND:
        rule_set = RuleSet.objects.get(pk=approval.subject_id)
        if event.kind == "approval.approved":
            act = partial(publish_rule_set, rule_set=rule_set, actor=event.actor)
            carry_out_or_lapse(act, number=approval.number, actor=event.actor)
        elif rule_set.approval_number == approval.number:
            give_back_rule_set(rule_set=rule_set, actor=event.actor)
    elif approval.kind == SWITCH_ON_KIND and event.kind == "approval.approved":
        switch = RuleSwitch.objects.get(pk=approval.subject_id)
        act = partial(switch_rule_on, switch=switch, actor=event.actor)
        carry_out_or_lapse(act, number=approval.number, actor=event.actor)
