"""Ask that a colleague moves to another position."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import Appointment, Position, StaffChange, User
from accounts.numbers import next_number
from accounts.services.ask_joiner import ask_approval, require_day
from accounts.staff.asking import (
    require_free_chair,
    require_may_ask,
    require_may_fill,
    require_no_clash,
    rights_held_or_promised,
    rights_of_position,
)


def ask_move(
    *, actor: User, colleague: User, position: Position, effective_on: dt.date, reason: str
) -> StaffChange:
    """Write down that every position held is given up for this one on a day, and ask another person to approve.

    Asked by whoever leads the department left or the one entered. Refuses (`not_yours`) anybody else, (`not_here`) a
    colleague who left, (`nothing_changed`) the position held, (`no_chair`), (`day_outside`), (`duties_clash`) rights
    that exclude what the colleague does as a deputy, (`already_asked`) while another change of the colleague waits.
    """
    require_day(effective_on)
    with transaction.atomic():
        row = lock_one(User.objects.filter(pk=colleague.pk))
        _require_may_move(actor, row, position)
        require_here(row)
        require_nothing_pending(row)
        held = Appointment.objects.filter(user=row, status__in=Appointment.STANDING)
        if held.filter(position=position).exists():
            raise Refused(
                "nothing_changed", _("This colleague holds that position already."), field="position"
            )
        require_free_chair(position)
        require_no_clash(
            rights_of_position(position) | rights_held_or_promised(row, seats=False), field="position"
        )
        change = StaffChange.objects.create(
            number=next_number("SC"),
            kind=StaffChange.Kind.MOVE,
            colleague=row,
            position=position,
            effective_on=effective_on,
            reason=reason.strip(),
            asked_by=actor,
            asked_at=clock.now(),
        )
        ask_approval(change, actor)
    return change


def _require_may_move(actor: User, colleague: User, position: Position) -> None:
    try:
        require_may_ask(actor, colleague)
    except Refused:
        require_may_fill(actor, position)


def require_here(colleague: User) -> None:
    """Refuse (`not_here`) who does not work here, or no longer."""
    if not (colleague.is_staff and colleague.is_active):
        raise Refused("not_here", _("This colleague does not work here any more."))


def require_nothing_pending(colleague: User) -> None:
    """Refuse (`already_asked`) a second change while one waits."""
    if StaffChange.objects.filter(colleague=colleague, status__in=StaffChange.PENDING).exists():
        raise Refused("already_asked", _("Another change of this colleague waits already."))
