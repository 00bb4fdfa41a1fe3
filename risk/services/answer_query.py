"""Answer a question about one's application."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import Document, User
from accounts.services.store_document import store_document
from accounts.states import move
from risk.models import CaseQuery, CreditCase


def answer_query(
    *, query: CaseQuery, customer: User, answer: str, paper: "UploadedFile[bytes] | None" = None
) -> CaseQuery:
    """Keep the customer's answer, with a picture where there is one; a late answer counts while the question is open.

    Refuses (`no_answer`), (`answered`) a question that is no longer open. Called outside a transaction, as papers are
    kept.
    """
    if not answer.strip():
        raise Refused("no_answer", _("Write your answer."), field="answer")
    _check(query)
    document = (
        store_document(owner=customer, kind=Document.Kind.EVIDENCE, file=paper, actor=customer, subject=query)
        if paper
        else None
    )
    with transaction.atomic():
        case = lock_one(CreditCase.objects.filter(pk=query.case_id))
        row = lock_one(CaseQuery.objects.filter(pk=query.pk))
        _check(row)
        move(
            row,
            CaseQuery.Status.ANSWERED,
            actor=customer,
            data={"case": case.number},
            answer=answer.strip()[:2000],
            document=document,
            ended_at=clock.now(),
        )
        record_event("case.customer_answered", subject=case, actor=customer, data={"query": row.number})
    return row


def _check(query: CaseQuery) -> None:
    if query.status != CaseQuery.Status.OPEN:
        raise Refused("answered", _("This question is no longer open."))
