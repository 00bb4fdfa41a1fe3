"""Ask for another person's approval to let a rule refuse again."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.errors import StaleState
from accounts.locking import lock_one
from accounts.models import User
from accounts.services.request_approval import request_approval
from risk.models import RuleSwitch
from risk.screening.payloads import SWITCH_ON_KIND, switch_payload


def ask_switch_on(*, switch: RuleSwitch, maker: User, reason: str) -> RuleSwitch:
    """Put the end of the switch before another person; refuses (StaleState) one that is over, and no reason."""
    with transaction.atomic():
        row = lock_one(RuleSwitch.objects.filter(pk=switch.pk))
        if row.status != RuleSwitch.Status.OFF:
            raise StaleState("stale_state", _("The rule refuses again already."))
        approval = request_approval(
            maker=maker,
            kind=SWITCH_ON_KIND,
            subject=row,
            payload=switch_payload(row),
            page_path=reverse("risk_screening"),
            reason=reason,
        )
        row.approval_number = approval.number
        row.save(update_fields=["approval_number"])
        return row
