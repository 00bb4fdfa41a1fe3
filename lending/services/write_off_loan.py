"""Write a loan off, its claims alive."""

import datetime as dt
from typing import Any

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.services.consume_approval import consume_approval
from accounts.states import move, move_many
from finance import chart
from finance.posting import EntryInput, TransferInput
from finance.services.post_entries import post_entries
from lending.bad_days.write_off import check_may_write_off
from lending.models import Claim, Instalment, Loan, WriteOff
from lending.repayment.book import LoanBook
from lending.repayment.dues import refresh_overdue
from lending.repayment.open_book import lock_open_book
from lending.services.count_overdue import OVERDUE_FIELDS
from lending.services.propose_write_off import KIND, payload_of

PURPOSE = "written_off"


def write_off_loan(*, number: str, actor: User | None) -> WriteOff:
    """Move the principal claim by claim from 1301/2301 to 1302/2302; nobody is freed and nobody loses a claim.

    Refuses what `consume_approval` refuses (a payment since makes it another write-off) and what
    `check_may_write_off` refuses.
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        row = WriteOff.objects.select_related("loan").get(number=number)
        if row.status != WriteOff.Status.PLANNED:
            return row
        consume_approval(
            number=row.approval_number, kind=KIND, subject=row, payload=payload_of(row), actor=actor
        )
        row = lock_one(WriteOff.objects.filter(number=number))
        book = lock_open_book(row.loan_id)
        check_may_write_off(book, today)
        refresh_overdue(book, today)
        Instalment.objects.bulk_update(book.instalments, OVERDUE_FIELDS, batch_size=100)
        [posted] = post_entries([_entry(book, row, today, actor)])
        _move(book, today, actor)
        move(
            row,
            WriteOff.Status.DONE,
            actor=actor,
            data={"loan": book.loan.number, "principal_fen": book.loan.outstanding_fen},
            principal_fen=book.loan.outstanding_fen,
            ended_at=clock.now(),
            ended_on=today,
            entry_id=posted.id,
        )
    return row


def _entry(book: LoanBook, row: WriteOff, on: dt.date, actor: User | None) -> EntryInput:
    off, on_claims = chart.loans_outstanding(), chart.investors_claims()
    alive, alive_claims = chart.written_off_loans(), chart.written_off_claims()
    transfers = []
    for claim in book.claims:
        if claim.outstanding_fen:
            transfers.append(TransferInput(on_claims, off, claim.outstanding_fen, PURPOSE))
            transfers.append(TransferInput(alive, alive_claims, claim.outstanding_fen, PURPOSE))
    return EntryInput(
        kind="loan.written_off",
        reference=book.loan.number,
        idempotency_key=f"write_off:{row.number}",
        transfers=transfers,
        value_on=on,
        posted_by_id=actor.pk if actor else None,
    )


def _move(book: LoanBook, on: dt.date, actor: User | None) -> None:
    moment = clock.now()
    end: dict[str, Any] = {"written_off_at": moment, "written_off_on": on}
    move(book.loan, Loan.Status.WRITTEN_OFF, actor=actor, **end)
    move_many(
        Claim,
        [claim.pk for claim in book.claims],
        from_=Claim.Status.ACTIVE,
        to=Claim.Status.WRITTEN_OFF,
        actor=actor,
    )
