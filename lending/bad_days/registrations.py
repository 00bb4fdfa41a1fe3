"""Where a loan's bad days meet the house: approvals, the close, events, messages."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.approval_ends import ENDS
from accounts.approvals import ApprovalKind, register_approval_kind
from accounts.closing import CloseStep, register_step
from accounts.events import subscribe
from lending.bad_days import invariants as _invariants  # noqa: F401, invariants register by import
from lending.bad_days.messages import register_messages
from lending.bad_days.story import describe_acceleration, describe_cost, describe_waiver, describe_write_off
from lending.services.call_in_loans import call_in_loans, find_accelerations_to_end
from lending.services.lapse_waivers import find_waivers_to_lapse, lapse_waivers
from lending.services.propose_acceleration import KIND as ACCELERATION
from lending.services.propose_cost import KIND as COST
from lending.services.propose_waivers import KIND as WAIVER
from lending.services.propose_write_off import KIND as WRITE_OFF

RIGHT = "lending.approve_bad_days"


def register_bad_days() -> None:
    """Add the kinds of approval, the step of the close, the messages and who is told what."""
    for code, name, describe in (
        (ACCELERATION, _("Calling a loan in"), describe_acceleration),
        (WRITE_OFF, _("Write-off of a loan"), describe_write_off),
        (WAIVER, _("Waiver asked of a holder"), describe_waiver),
        (COST, _("Cost of realising a claim"), describe_cost),
    ):
        register_approval_kind(ApprovalKind(code, name, RIGHT, describe))
    # After the day's debits, which may cure; before overdue days are counted on what falls due.
    register_step(
        CloseStep("call_in_loans", _("Loans called in after notice"), 25, find_accelerations_to_end, _call_in)
    )
    register_step(
        CloseStep("lapse_waivers", _("Waivers that ran out"), 46, find_waivers_to_lapse, _lapse_waivers)
    )
    subscribe("lending.tell_of_waiver", ["waiver.offered"], "lending.bad_days.messages.tell_of_waiver")
    subscribe("lending.bad_days", ENDS, "lending.handlers.act_on_bad_day_approval")
    subscribe(
        "lending.tell_of_acceleration",
        ["acceleration.noticed", "acceleration.in_force", "acceleration.cured"],
        "lending.bad_days.messages.tell_of_acceleration",
    )
    subscribe(
        "lending.tell_of_legal_step", ["legal_step.recorded"], "lending.bad_days.messages.tell_of_legal_step"
    )
    subscribe("lending.tell_of_write_off", ["write_off.done"], "lending.bad_days.messages.tell_of_write_off")
    register_messages()


def _call_in(day: dt.date, ids: list[int]) -> None:
    call_in_loans(business_date=day, ids=ids)


def _lapse_waivers(day: dt.date, ids: list[int]) -> None:
    lapse_waivers(business_date=day, ids=ids)
