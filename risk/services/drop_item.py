"""Take an item off the agenda whose case is over."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock, lock_one
from accounts.models import User
from accounts.states import move
from risk.models import AgendaItem, CommitteeMeeting, CreditCase


def drop_item(*, case: CreditCase, actor: User | None) -> None:
    """End the live item of a case that ended without a decision; without one nothing happens."""
    found = AgendaItem.objects.filter(case=case, status__in=AgendaItem.LIVE).first()
    if found is None:
        return
    with transaction.atomic():
        lock_one(CommitteeMeeting.objects.filter(pk=found.meeting_id))
        for item in lock(AgendaItem.objects.filter(pk=found.pk, status__in=AgendaItem.LIVE)):
            move(
                item,
                AgendaItem.Status.DROPPED,
                actor=actor,
                result=AgendaItem.Result.CASE_ENDED,
                ended_at=clock.now(),
            )
