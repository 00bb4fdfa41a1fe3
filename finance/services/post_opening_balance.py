"""Post the opening balances that another person approved."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.services.consume_approval import consume_approval
from accounts.states import move
from finance.chart import AccountRef
from finance.domain.pairing import pair_off
from finance.models import OpeningBalance
from finance.posting import TransferInput
from finance.services.post_adjustment import post_adjustment
from finance.services.propose_opening_balance import KIND, check_opening, opening_accounts, payload_of


def post_opening_balance(*, number: str, actor: User) -> OpeningBalance:
    """Post the opening on its day; refuses what `check_opening` and `consume_approval` do, a second call finds it."""
    with transaction.atomic():
        clock.lock_business_date()
        row = OpeningBalance.objects.get(number=number)
        if row.status != OpeningBalance.Status.PLANNED:
            return row
        consume_approval(
            number=row.approval_number, kind=KIND, subject=row, payload=payload_of(row), actor=actor
        )
        # Before the row is locked: what is refused here lets the approval lapse, which comes first in the order.
        check_opening(row.opens_on, row.amounts)
        row = lock_one(OpeningBalance.objects.filter(number=number))
        posted = post_adjustment(
            kind="adjustment.opening",
            on=row.opens_on,
            reference=row.number,
            transfers=_transfers(row.amounts),
            key=f"opening:{row.number}",
            reason=row.reason,
            actor=actor,
        )
        move(row, OpeningBalance.Status.POSTED, actor=actor, entry_id=posted.id, ended_at=clock.now())
    return row


def _transfers(amounts: dict[str, int]) -> list[TransferInput]:
    on_debit_side = {account.code: account.is_debit_side for account in opening_accounts()}
    debited = {code: fen for code, fen in amounts.items() if on_debit_side[code]}
    credited = {code: fen for code, fen in amounts.items() if not on_debit_side[code]}
    return [
        TransferInput(AccountRef(debit), AccountRef(credit), fen, "opening")
        for debit, credit, fen in pair_off(debited, credited)
    ]
