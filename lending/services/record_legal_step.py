"""Write down a step of realising a claim."""

import datetime as dt

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Document, User
from accounts.numbers import next_number
from accounts.services.store_document import store_document
from lending.models import LegalStep, Loan
from lending.repayment.open_book import lock_open_book

PREFIX = "LG"
CLOSING_RIGHT = "lending.close_legal"


def record_legal_step(
    *,
    loan: Loan,
    kind: str,
    done_on: dt.date,
    actor: User,
    note: str = "",
    cost_fen: int = 0,
    paper: "UploadedFile[bytes] | None" = None,
) -> LegalStep:
    """Keep the step, its paper as a document of the borrower, and what it cost; the holders of the loan are told.

    Refuses (`no_right`) handing over and closing without their right, (`in_the_future`), (`before_the_loan`),
    (`not_late`) a loan that is not overdue, and (`cost_without_paper`). Called outside a transaction, as papers are
    kept.
    """
    if kind in LegalStep.CLOSING and not actor.has_right(CLOSING_RIGHT):
        raise Refused("no_right", _("Handing over and closing need a right of their own."), field="kind")
    if cost_fen and paper is None:
        raise Refused("cost_without_paper", _("A cost needs its paper."), field="paper")
    if done_on > clock.today():
        raise Refused("in_the_future", _("That day has not come yet."), field="done_on")
    if done_on < loan.disbursed_on:
        raise Refused("before_the_loan", _("The loan was not paid out yet on that day."), field="done_on")
    if loan.overdue_since_on is None:
        raise Refused("not_late", _("This loan is not overdue."))
    document = (
        store_document(
            owner=loan.borrower, kind=Document.Kind.EVIDENCE, file=paper, actor=actor, subject=loan
        )
        if paper
        else None
    )
    with transaction.atomic():
        clock.lock_business_date()
        book = lock_open_book(loan.pk)
        step = LegalStep.objects.create(
            number=next_number(PREFIX),
            loan=book.loan,
            kind=kind,
            done_on=done_on,
            note=note.strip(),
            document=document,
            cost_fen=cost_fen,
            recorded_by=actor,
            recorded_at=clock.now(),
        )
        record_event(
            "legal_step.recorded",
            subject=step,
            actor=actor,
            data={"loan": loan.number, "kind": kind, "on": done_on.isoformat()},
        )
    return step
