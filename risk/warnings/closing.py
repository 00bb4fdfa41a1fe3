"""The steps of the daily close that early warning adds; they come after the snapshot, which clusters are read from."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.closing import CloseStep, register_step
from risk.services.escalate_notices import escalate_notices, find_notices_to_escalate
from risk.services.lapse_signals import find_signals_to_lapse, lapse_signals
from risk.services.note_night import find_loans_to_note, note_night


def register_steps() -> None:
    """Add the steps to every close."""
    register_step(
        CloseStep("warning_signals", _("Signals of early warning"), 160, find_loans_to_note, _note, 500)
    )
    register_step(CloseStep("warning_lapse", _("Signals that lapse"), 161, find_signals_to_lapse, _lapse))
    register_step(
        CloseStep(
            "warning_notices", _("Warning notices past their day"), 162, find_notices_to_escalate, _escalate
        )
    )


def _note(day: dt.date, ids: list[int]) -> None:
    note_night(business_date=day, loan_ids=ids)


def _lapse(day: dt.date, ids: list[int]) -> None:
    lapse_signals(business_date=day, signal_ids=ids)


def _escalate(day: dt.date, ids: list[int]) -> None:
    escalate_notices(business_date=day, notice_ids=ids)
