"""Drop an opening, a year end or a chart that was not approved."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from finance.models import ChartVersion, OpeningBalance, YearEnd

Proposal = ChartVersion | OpeningBalance | YearEnd


def drop_books_proposal(*, row: Proposal, actor: User | None) -> None:
    """End the request before anything came of it; a second call finds it ended."""
    with transaction.atomic():
        fresh = lock_one(type(row)._default_manager.filter(pk=row.pk))
        if fresh.status == "planned":
            move(fresh, "dropped", actor=actor, ended_at=clock.now())
