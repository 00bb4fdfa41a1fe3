"""Switch a rule's refusals off at once, or every automatic refusal."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from risk.models import RuleSwitch
from risk.screening.rule_sets import challenger_on, champion_on


def switch_rule_off(*, rule_code: str, reason: str, actor: User) -> RuleSwitch:
    """Let a rule refer what it would refuse from now on; without a code, every rule. It goes back on by approval.

    Refuses (`reason_missing`), (`unknown_rule`) a code no rule in force has, (`already_off`).
    """
    if not reason.strip():
        raise Refused("reason_missing", _("Say why this should be done."), field="reason")
    today = clock.today()
    in_force = [one for one in (champion_on(today), challenger_on(today)) if one is not None]
    if rule_code and rule_code not in {rule["code"] for one in in_force for rule in one.rules}:
        raise Refused("unknown_rule", _("No rule in force has this code."), field="rule")
    try:
        with transaction.atomic():
            row = RuleSwitch.objects.create(
                number=next_number("RW"),
                rule_code=rule_code,
                reason=reason.strip(),
                set_by=actor,
                off_at=clock.now(),
            )
            record_event(
                "rule_switch.off", subject=row, actor=actor, data={"rule": rule_code, "reason": row.reason}
            )
    except IntegrityError:
        raise Refused("already_off", _("This is switched off already."), field="rule") from None
    return row
