"""Put an approved version of a rule of early warning in force."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock
from accounts.models import User
from accounts.services.consume_approval import consume_approval
from accounts.states import move
from risk.models import SignalRule
from risk.services.propose_signal_rule import KIND, payload_of

Status = SignalRule.Status


def put_signal_rule_in_force(*, number: str, actor: User | None) -> SignalRule:
    """From today on signals are raised by it, and the version before by nobody; a second call finds it done.

    Refuses what `consume_approval` refuses; then nothing moved.
    """
    with transaction.atomic():
        found = SignalRule.objects.get(number=number)
        if found.status != Status.PROPOSED:
            return found
        approval = consume_approval(
            number=found.approval_number, kind=KIND, subject=found, payload=payload_of(found), actor=actor
        )
        rows = lock(
            SignalRule.objects.filter(code=found.code, status__in=[Status.PUBLISHED, Status.PROPOSED])
        )
        for row in rows:
            if row.status == Status.PUBLISHED:
                move(row, Status.RETIRED, actor=actor, data={"by": number}, ended_at=clock.now())
        [row] = [one for one in rows if one.number == number]
        move(
            row,
            Status.PUBLISHED,
            actor=actor,
            checker=approval.checker,
            in_force_from_on=clock.today(),
        )
    return row
