"""Confirm the minutes of a meeting of the credit committee and seal them."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.esign.canonical import canonical, hash_of
from accounts.esign.keys import sign
from accounts.locking import lock_one
from accounts.models import User
from accounts.numbers import next_number
from accounts.states import move
from risk.committee.bench import bench_of
from risk.committee.minutes import minutes_content, statement_of
from risk.models import CommitteeMeeting, CommitteeMinutes

PREFIX = "MN"


def confirm_minutes(*, meeting: CommitteeMeeting, actor: User) -> CommitteeMinutes:
    """Write the minutes down for good, under the company's seal, confirmed by the one who presided.

    Refuses (`not_closed`) a meeting that is in session or has its minutes, (`not_presiding`).
    """
    with transaction.atomic():
        row = lock_one(CommitteeMeeting.objects.filter(pk=meeting.pk))
        if row.status != CommitteeMeeting.Status.CLOSED:
            raise Refused("not_closed", _("Minutes are confirmed once, after the meeting is over."))
        seat = bench_of(row).confirming_seat
        if seat is None or not is_same_person(seat.member, actor):
            raise Refused("not_presiding", _("The member who presided confirms the minutes."))
        number, at = next_number(PREFIX), clock.now()
        content = canonical(minutes_content(row, number))
        minutes = CommitteeMinutes(
            number=number,
            meeting=row,
            content=content,
            content_hash=hash_of(content),
            confirmed_by=actor,
            confirmed_at=at,
        )
        minutes.key_id, minutes.seal = sign(statement_of(minutes))
        minutes.save(force_insert=True)
        move(
            row,
            CommitteeMeeting.Status.MINUTED,
            actor=actor,
            data={"minutes": number, "hash": minutes.content_hash},
        )
    return minutes
