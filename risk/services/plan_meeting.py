"""Plan a meeting of the credit committee."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from risk.committee.agenda import waiting_put_back
from risk.committee.constitution import constitution_in_force
from risk.models import CommitteeMeeting
from risk.services.list_case import put_on_agenda

PREFIX = "CM"


@dataclass(frozen=True)
class MeetingWish:
    """When, where and how: a meeting in writing has an end, one in a room has a place."""

    kind: str
    starts_at: dt.datetime
    closes_at: dt.datetime | None = None
    place: str = ""


def plan_meeting(*, wish: MeetingWish, actor: User) -> CommitteeMeeting:
    """Put a meeting in the calendar under the constitution in force, with what earlier meetings left undecided.

    Refuses (`in_the_past`), (`no_place`) a meeting in a room without one, (`no_end`, `too_long`) a meeting in writing
    without an end or with one later than the constitution allows.
    """
    found = constitution_in_force()
    _check(wish, found.rules.virtual_hours)
    with transaction.atomic():
        meeting = CommitteeMeeting.objects.create(
            number=next_number(PREFIX),
            kind=wish.kind,
            starts_at=wish.starts_at,
            closes_at=wish.closes_at if wish.kind == CommitteeMeeting.Kind.VIRTUAL else None,
            place=wish.place.strip(),
            constitution_version=found.version,
            rules=found.content,
            planned_by=actor,
        )
        record_event(
            "committee_meeting.planned", subject=meeting, actor=actor, data={"version": found.version}
        )
        for item in waiting_put_back():
            put_on_agenda(meeting, item, actor=actor)
    return meeting


def _check(wish: MeetingWish, virtual_hours: int) -> None:
    if wish.starts_at <= clock.now():
        raise Refused("in_the_past", _("A meeting is planned for a time to come."), field="starts_at")
    if wish.kind == CommitteeMeeting.Kind.IN_PERSON:
        if not wish.place.strip():
            raise Refused("no_place", _("Say where the committee meets."), field="place")
        return
    if wish.closes_at is None or wish.closes_at <= wish.starts_at:
        raise Refused("no_end", _("A meeting in writing ends at a set time."), field="closes_at")
    if wish.closes_at - wish.starts_at > dt.timedelta(hours=virtual_hours):
        raise Refused(
            "too_long",
            _("By the constitution a meeting in writing lasts at most %(hours)s hours.")
            % {"hours": virtual_hours},
            field="closes_at",
        )
