"""Write down what an outside source answered."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.states import move
from risk.models import SourceQuery
from risk.providers.sources import SourceAnswer


def record_source_answer(*, query: SourceQuery, answer: SourceAnswer | None) -> SourceQuery:
    """Keep the answer of a source; None stands for no answer. A question that was answered before stays as it is."""
    with transaction.atomic():
        row = lock_one(SourceQuery.objects.filter(pk=query.pk))
        if row.status != SourceQuery.Status.ASKED:
            return row
        at = clock.now()
        if answer is None:
            move(row, SourceQuery.Status.UNANSWERED, actor=None, answered_at=at)
        else:
            move(
                row,
                SourceQuery.Status.ANSWERED,
                actor=None,
                answered_at=at,
                reference=answer.reference,
                answer=answer.values,
            )
        return row
