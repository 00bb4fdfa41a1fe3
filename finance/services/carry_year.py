"""Carry the result of a year from income and cost to equity."""

import datetime as dt

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.services.consume_approval import consume_approval
from accounts.states import move
from finance.chart import AccountRef, retained_earnings
from finance.chart_in_force import find_accounts
from finance.models import YearEnd
from finance.models.ledger import YEAR_END
from finance.posting import TransferInput
from finance.services.post_adjustment import post_adjustment
from finance.services.propose_year_end import KIND, check_year, payload_of


def carry_year(*, number: str, actor: User) -> YearEnd:
    """Post the entry that empties income and cost on the last day of the year; a second call finds it posted.

    Refuses what `check_year` and `consume_approval` do: where the figures are no longer those that were approved,
    somebody asks anew.
    """
    with transaction.atomic():
        clock.lock_business_date()
        row = YearEnd.objects.get(number=number)
        if row.status != YearEnd.Status.PLANNED:
            return row
        amounts = check_year(row.year)
        payload = payload_of(row, amounts)
        consume_approval(number=row.approval_number, kind=KIND, subject=row, payload=payload, actor=actor)
        row = lock_one(YearEnd.objects.filter(number=number))
        posted = post_adjustment(
            kind=YEAR_END,
            on=dt.date(row.year, 12, 31),
            reference=row.number,
            transfers=_transfers(amounts),
            key=f"year-end:{row.number}",
            reason=row.reason,
            actor=actor,
        )
        move(row, YearEnd.Status.POSTED, actor=actor, entry_id=posted.id, ended_at=clock.now())
    return row


def _transfers(amounts: dict[str, int]) -> list[TransferInput]:
    accounts, equity = find_accounts(amounts), retained_earnings()
    moves = []
    for code, fen in sorted(amounts.items()):
        # An account that stands on the wrong side is emptied the other way round.
        goes_to_equity = (accounts[code].kind == "income") == (fen > 0)
        one, other = (AccountRef(code), equity) if goes_to_equity else (equity, AccountRef(code))
        moves.append(TransferInput(one, other, abs(fen), "year_end"))
    return moves
