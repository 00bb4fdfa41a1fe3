"""Put a question to the customer whose case it is."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from accounts.numbers import next_number
from risk.models import CaseQuery, CreditCase

PREFIX = "CQ"


def ask_customer(*, case: CreditCase, asked_by: User, question: str, due_on: dt.date) -> CaseQuery:
    """Ask; the case waits until it is answered or taken back.

    Refuses (`no_question`), (`bad_date`) a day gone by, (`not_with_review`) a case that is not in review,
    (`query_open`) a second question while the first is open.
    """
    if len(question.strip()) < 2:
        raise Refused("no_question", _("Write the question down."), field="question")
    if due_on <= clock.today():
        raise Refused("bad_date", _("The day has to lie ahead."), field="due_on")
    with transaction.atomic():
        row = lock_one(CreditCase.objects.filter(pk=case.pk))
        if row.status not in (CreditCase.Status.OPEN, CreditCase.Status.REVIEWED):
            raise Refused("not_with_review", _("This case is no longer in review."))
        refuse_open_query(row)
        query = CaseQuery.objects.create(
            number=next_number(PREFIX),
            case=row,
            question=question.strip()[:500],
            due_on=due_on,
            asked_by=asked_by,
            asked_at=clock.now(),
        )
        record_event("case_query.asked", subject=query, actor=asked_by, data={"case": row.number})
        record_event("case.customer_asked", subject=row, actor=asked_by, data={"query": query.number})
    return query


def refuse_open_query(case: CreditCase) -> None:
    """Refuse (`query_open`) while the customer is asked something about the case."""
    if case.queries.filter(status=CaseQuery.Status.OPEN).exists():
        raise Refused("query_open", _("The customer was asked something and has not answered yet."))
