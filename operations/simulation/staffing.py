"""Somebody of the demo company is away, and somebody stands in; a joiner waits for approval."""

import datetime as dt
from random import Random

from django.utils.translation import gettext as _

from accounts import clock
from accounts.models import Approval, User
from accounts.services.ask_deputy import ask_deputy
from accounts.services.ask_joiner import ask_joiner
from accounts.services.deliver_events import deliver_events
from accounts.staff.queries import holders_of_role, position_for_role
from operations.simulation.approving import approve
from operations.simulation.names import make_identity_number, make_name

AWAY_DAYS = 9
# What the operations manager does while the business manager is away.
LOOKED_AFTER = ("accounts.see_dealers", "accounts.suspend_dealers", "accounts.vet_dealers")


def leave_staff_traces(random: Random, *, domain: str) -> None:
    """Let the business manager be away with a deputy, and a joiner of risk wait for approval."""
    director = User.objects.get(email=f"director@{domain}")
    absence = ask_deputy(
        actor=holders_of_role("business_manager")[0],
        principal=holders_of_role("business_manager")[0],
        deputy=holders_of_role("operations_manager")[0],
        from_on=clock.today(),
        until_on=clock.today() + dt.timedelta(days=AWAY_DAYS),
        rights=LOOKED_AFTER,
        reason=_("Annual leave."),
    )
    approve(Approval.objects.get(number=absence.approval_number), director)
    deliver_events(consumer="accounts.staff")
    position = position_for_role("risk_officer")
    if position is not None:
        ask_joiner(
            actor=User.objects.get(email=f"administrator@{domain}"),
            real_name=make_name(random),
            work_address="newcomer@corp.fenqi.example",
            identity_number=make_identity_number(random, clock.today()),
            position=position,
            effective_on=clock.today() + dt.timedelta(days=3),
            reason=_("The queue of credit cases has grown."),
        )
