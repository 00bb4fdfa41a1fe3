"""Stop money from leaving the house when the books do not add up."""

from collections.abc import Sequence

from django.db import transaction

from accounts import clock
from accounts.events import record_event
from accounts.invariants import Finding
from finance.models import PayoutHalt
from finance.queries.halts import payouts_halted


def set_payout_halt(*, findings: Sequence[Finding]) -> PayoutHalt | None:
    """Open a halt where a finding is a breach, and return the halt that is open, if any.

    Money may still come in and everything may be read. A clean verification does not lift a halt: a person does
    (`lift_payout_halt`), having seen why.
    """
    breaches = [f"{finding.name}: {sentence}" for finding in findings for sentence in finding.breaches]
    with transaction.atomic():
        business_on = clock.lock_business_date()
        halt = payouts_halted()
        if halt is not None or not breaches:
            return halt
        halt, is_new = PayoutHalt.objects.get_or_create(
            is_open=True,
            defaults={"reason": "\n".join(breaches), "business_on": business_on, "halted_at": clock.now()},
        )
        if is_new:
            names = sorted({finding.name for finding in findings if not finding.ok})
            record_event("payout_halt.opened", subject=halt, actor=None, data={"invariants": names})
    return halt
