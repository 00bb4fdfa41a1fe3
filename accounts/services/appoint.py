"""Put somebody into a position."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Appointment, Position, User
from accounts.numbers import next_number


def appoint(
    *, user: User, position: Position, from_on: dt.date, actor: User | None, change: str = ""
) -> Appointment:
    """Let a login hold a position from a day on: at once where the day has come, else planned until it does.

    `change` is the number of the request that was approved. Refuses (`already_appointed`) who sits there or is to.
    """
    has_come = from_on <= clock.today()
    row = Appointment(
        number=next_number("AM"),
        user=user,
        position=position,
        status=Appointment.Status.IN_FORCE if has_come else Appointment.Status.PLANNED,
        from_on=from_on,
        made_at=clock.now(),
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise Refused("already_appointed", _("This colleague holds that position already.")) from error
        record_event(
            f"appointment.{row.status}",
            subject=row,
            actor=actor,
            data={
                "login": user.number,
                "position": position.code,
                "from_on": from_on.isoformat(),
                "change": change,
            },
        )
    return row
