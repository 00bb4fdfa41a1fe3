"""Let a change of staff take effect on its day."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from accounts import clock
from accounts.events import record_event
from accounts.locking import lock, lock_one
from accounts.models import Appointment, Deputyship, StaffChange, StaffInvitation, User
from accounts.services.appoint import appoint
from accounts.services.ask_move import require_here
from accounts.services.end_sessions import end_sessions
from accounts.staff.asking import require_no_clash, rights_held_or_promised, rights_of_position
from accounts.staff.open_work import open_work_of
from accounts.states import move

A_DAY = dt.timedelta(days=1)


def finish_change(*, change: StaffChange, actor: User | None, on: dt.date) -> StaffChange:
    """Do what was approved, on the day it holds from; the caller holds the transaction and the change's lock.

    The colleague's login is locked first: an approval that the colleague decides at the same moment is either decided
    before, and stands, or is refused. Refuses (`not_here`, `duties_clash`) a move that has become impossible.
    """
    colleague = lock_one(User.objects.filter(pk=change.colleague_id or 0))
    fields: dict[str, Any] = {}
    if change.kind == StaffChange.Kind.JOIN:
        _begin(Appointment.objects.filter(user=colleague, status="planned"), actor)
    elif change.kind == StaffChange.Kind.MOVE:
        _let_move(change, colleague, actor, on)
    else:
        fields["handed_over"] = _let_leave(change, colleague, actor, on)
    move(
        change,
        StaffChange.Status.DONE,
        actor=actor,
        data={"kind": change.kind, "login": colleague.number},
        ended_at=clock.now(),
        **fields,
    )
    return change


def _begin(planned: Iterable[Appointment], actor: User | None) -> None:
    for seat in planned:
        move(seat, Appointment.Status.IN_FORCE, actor=actor, data={"position": seat.position.code})


def _let_move(change: StaffChange, colleague: User, actor: User | None, on: dt.date) -> None:
    """Give up every position held and take the new one; who stood in for the old one stands in no longer."""
    require_here(colleague)
    position = change.position
    if position is None:
        raise ValueError(f"{change.number} moves nowhere.")
    require_no_clash(rights_of_position(position) | rights_held_or_promised(colleague, seats=False))
    _unseat(colleague, actor, on)
    _end_deputyships(Deputyship.objects.filter(principal=colleague), actor)
    seat = appoint(user=colleague, position=position, from_on=on, actor=actor, change=change.number)
    if seat.status == Appointment.Status.PLANNED:
        # Inside a close today is still the day that closes.
        _begin([seat], actor)


def _let_leave(change: StaffChange, colleague: User, actor: User | None, on: dt.date) -> list[dict[str, str]]:
    """Close every door at once, and hand over what is open; return what that was.

    A successor who left meanwhile keeps nobody from leaving: then the work is listed and stays where it is.
    """
    successor = change.handover_to if change.handover_to and change.handover_to.is_active else None
    _unseat(colleague, actor, on)
    _end_deputyships(Deputyship.objects.filter(principal=colleague), actor)
    _end_deputyships(Deputyship.objects.filter(deputy=colleague), actor)
    at = clock.now()
    StaffInvitation.objects.filter(user=colleague, used_at=None, withdrawn_at=None).update(withdrawn_at=at)
    colleague.is_active = False
    colleague.save(update_fields=["is_active"])
    sessions = end_sessions(user=colleague)
    record_event(
        "user.staff_left",
        subject=colleague,
        actor=actor,
        data={
            "change": change.number,
            "sessions_ended": sessions,
            "handed_to": successor.number if successor else "",
        },
    )
    handed = []
    for found in open_work_of(colleague):
        handed += [
            {"work": found.work.code, "number": item.number, "path": item.path} for item in found.items
        ]
        if found.work.hand_over is not None and successor is not None:
            found.work.hand_over(colleague, successor, actor)
    return handed


def _unseat(colleague: User, actor: User | None, on: dt.date) -> None:
    for seat in lock(Appointment.objects.filter(user=colleague, status__in=Appointment.STANDING)):
        if seat.status == Appointment.Status.PLANNED:
            move(seat, Appointment.Status.CANCELLED, actor=actor)
        else:
            # Whoever came and went on one day was here that day.
            last_on = max(seat.from_on, on - A_DAY)
            move(seat, Appointment.Status.ENDED, actor=actor, until_on=last_on)


def _end_deputyships(rows: Any, actor: User | None) -> None:
    for row in lock(rows.filter(status__in=Deputyship.STANDING)):
        is_on = row.status == Deputyship.Status.IN_FORCE
        to = Deputyship.Status.ENDED if is_on else Deputyship.Status.LAPSED
        move(row, to, actor=actor, ended_at=clock.now())
