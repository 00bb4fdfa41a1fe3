"""Lending's steps of the daily close that concern repayment; they come before whatever ends or opens anything."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.closing import CloseStep, register_step
from lending.services.announce_due import announce_due, find_due_instalments
from lending.services.ask_card_debits import ask_card_debits, find_loans_to_ask
from lending.services.count_overdue import count_overdue, find_loans_to_count
from lending.services.count_votes import count_votes, find_votes_to_count
from lending.services.debit_loans import debit_loans, find_loans_to_debit
from lending.services.keep_forecasts import find_holders_to_forecast, keep_forecasts
from lending.services.lapse_restructures import find_restructures_to_lapse, lapse_restructures
from lending.services.pay_subsidies import find_subsidies_due, pay_subsidies
from lending.services.remind_borrowers import find_instalments_to_remind, remind_borrowers
from lending.services.tell_holders import find_holders_to_tell, tell_holders


def register_steps() -> None:
    """Add the steps to every close."""
    register_step(
        CloseStep("due_instalments", _("Instalments falling due"), 10, find_due_instalments, _announce)
    )
    # Before the borrower is asked for the rest.
    register_step(
        CloseStep("pay_subsidies", _("Interest paid by dealers"), 15, find_subsidies_due, _pay_subsidies, 50)
    )
    register_step(CloseStep("automatic_debit", _("Automatic debit"), 20, find_loans_to_debit, _debit))
    register_step(CloseStep("overdue_days", _("Overdue days"), 30, find_loans_to_count, _count))
    register_step(
        CloseStep("reminders", _("Reminders to borrowers"), 40, find_instalments_to_remind, _remind)
    )
    register_step(
        CloseStep(
            "lapse_restructures", _("Restructures that ran out"), 45, find_restructures_to_lapse, _lapse
        )
    )
    # After everything of the day: for the coming morning.
    register_step(CloseStep("card_debits", _("Debits of bound cards"), 60, find_loans_to_ask, _ask_cards, 50))
    register_step(CloseStep("count_votes", _("Votes that ended"), 44, find_votes_to_count, _count_votes))
    register_step(
        CloseStep("tell_holders", _("Receipts told to lenders"), 50, find_holders_to_tell, _tell_holders)
    )
    register_step(
        CloseStep(
            "keep_forecasts", _("Forecasts of receipts"), 140, find_holders_to_forecast, _keep_forecasts
        )
    )


def _keep_forecasts(day: dt.date, ids: list[int]) -> None:
    keep_forecasts(business_date=day, holder_ids=ids)


def _lapse(day: dt.date, ids: list[int]) -> None:
    lapse_restructures(business_date=day, ids=ids)


def _count_votes(day: dt.date, ids: list[int]) -> None:
    count_votes(business_date=day, ids=ids)


def _ask_cards(day: dt.date, ids: list[int]) -> None:
    ask_card_debits(business_date=day, loan_ids=ids)


def _announce(day: dt.date, ids: list[int]) -> None:
    announce_due(business_date=day, instalment_ids=ids)


def _pay_subsidies(day: dt.date, ids: list[int]) -> None:
    pay_subsidies(business_date=day, loan_ids=ids)


def _debit(day: dt.date, ids: list[int]) -> None:
    debit_loans(business_date=day, loan_ids=ids)


def _count(day: dt.date, ids: list[int]) -> None:
    count_overdue(business_date=day, loan_ids=ids)


def _remind(day: dt.date, ids: list[int]) -> None:
    remind_borrowers(business_date=day, instalment_ids=ids)


def _tell_holders(day: dt.date, ids: list[int]) -> None:
    tell_holders(business_date=day, holder_ids=ids)
