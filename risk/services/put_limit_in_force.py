"""Write an approved limit down to lending."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.services.consume_approval import consume_approval
from accounts.states import move
from lending.services.set_limit import check_limit, set_limit
from risk.models import LimitProposal
from risk.services.propose_limit import KIND, payload_of


def put_limit_in_force(*, number: str, actor: User | None) -> LimitProposal:
    """From now on lending holds to it; refuses what `consume_approval` refuses, a second call finds it done."""
    with transaction.atomic():
        row = LimitProposal.objects.select_related("planned_by").get(number=number)
        if row.status != LimitProposal.Status.PLANNED:
            return row
        consume_approval(
            number=row.approval_number, kind=KIND, subject=row, payload=payload_of(row), actor=actor
        )
        # Before the proposal is locked: what is refused here lets the approval lapse, which comes first in the order.
        check_limit(row.kind, row.key, row.limit_fen)
        row = lock_one(LimitProposal.objects.filter(number=number))
        set_limit(
            kind=row.kind,
            key=row.key,
            limit_fen=row.limit_fen,
            is_hard=row.is_hard,
            is_in_force=not row.ends,
            set_by=actor or row.planned_by,
        )
        move(row, LimitProposal.Status.DONE, actor=actor, ended_at=clock.now())
    return row
