"""Put an item of the credit committee back, so that it comes before the next meeting."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.committee.bench import bench_of
from risk.models import AgendaItem, CommitteeMeeting
from risk.services.list_case import put_on_agenda


def put_back_item(*, item: AgendaItem, actor: User, is_secretary: bool = False) -> AgendaItem:
    """Put an item off without a decision: before the opening the secretary, in session who presides.

    Refuses (`not_live`) an item that is over, (`not_presiding`). A tie whose casting vote is not given is put back as
    a tie.
    """
    with transaction.atomic():
        meeting = lock_one(CommitteeMeeting.objects.filter(pk=item.meeting_id))
        row = lock_one(AgendaItem.objects.filter(pk=item.pk))
        if row.status not in AgendaItem.LIVE:
            raise Refused("not_live", _("This item is over."))
        if meeting.status in CommitteeMeeting.AHEAD:
            if not is_secretary:
                raise Refused("not_presiding", _("Before the opening the secretary keeps the agenda."))
        else:
            bench_of(meeting, row).check_presides(actor)
        is_tied = row.status == AgendaItem.Status.TIED
        put_back(
            row,
            AgendaItem.Result.TIED if is_tied else AgendaItem.Result.ADJOURNED,
            actor=actor,
            tally=row.tally,
        )
    return row


def put_back(
    item: AgendaItem, result: str, *, actor: User | None, tally: dict[str, Any] | None = None
) -> AgendaItem | None:
    """End an item undecided and lay its case before the next meeting that is ahead, if there is one; the caller locked.

    Returns the new item; without a meeting ahead the next one that is planned takes the case up, and a proposal whose
    days are over by then is made anew by hand.
    """
    move(
        item,
        AgendaItem.Status.PUT_BACK,
        actor=actor,
        data={"result": str(result)},
        result=result,
        tally=tally,
        ended_at=clock.now(),
    )
    ahead = (
        CommitteeMeeting.objects.filter(status__in=CommitteeMeeting.AHEAD)
        .exclude(pk=item.meeting_id)
        .order_by("starts_at", "pk")
        .first()
    )
    return put_on_agenda(ahead, item, actor=actor) if ahead is not None else None
