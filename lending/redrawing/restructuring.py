"""What a restructure would be, and what stands against it: more time, a lower rate, nothing waived."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.commands import hash_inputs
from accounts.errors import Refused
from accounts.rules import rule_value
from accounts.web.formats import rate
from lending.domain.due_dates import add_months
from lending.domain.reschedule import ONE_PRINCIPAL, restructure
from lending.domain.schedule import Schedule, build_schedule
from lending.domain.settlement import OpenInstalment, Settlement
from lending.domain.terms import Method, PeriodUnit, Terms
from lending.models import Loan, ScheduleVersion
from lending.redrawing.plans import Redrawn, drawn, is_over_cap, refuse_held
from lending.repayment.book import LoanBook
from lending.repayment.dues import borrower_settlement_of, open_rows

RESTRUCTURE = "restructure"
# As far as a form goes; the lenders, not a rule, say how far they go along.
VOTABLE = {"extension_months": 60, "holiday_months": 60}


@dataclass(frozen=True)
class RestructurePlan:
    """A restructure as of a day: what is paid first, and the schedule of the whole principal left."""

    loan: Loan
    rows: list[OpenInstalment]
    settlement: Settlement
    schedule: Schedule

    @property
    def arrears_fen(self) -> int:
        """What is owed up to the day beside the principal; it is paid when the borrower accepts."""
        owed = self.settlement
        return owed.interest_fen + owed.overdue_interest_fen + owed.fee_fen

    @property
    def redrawn(self) -> Redrawn:
        return Redrawn(self.loan, self.rows, self.schedule)

    @property
    def shown_hash(self) -> str:
        return hash_inputs({"schedule": self.redrawn.shown_hash, "arrears_fen": self.arrears_fen})


def mandate_of(loan: Loan) -> dict[str, Any]:
    """Return how far the lenders' mandate reaches, as it was when the loan was paid out."""
    return dict(rule_value("restructure", on=loan.disbursed_on))


def ended_words(loan: Loan) -> str:
    """Return why a loan that is not active has no schedule to draw anew; one written off is still owed."""
    if loan.status == Loan.Status.WRITTEN_OFF:
        return _(
            "This loan is written off but still owed: all of it is due. Call us about how you can pay it."
        )
    return _("This loan is already paid off.")


def check_restructurable(loan: Loan, *, is_voted: bool = False) -> None:
    """Refuse (`flat_interest`), (`no_months`), and (`restructured_before`) more often than the mandate allows."""
    refuse_held(loan)
    if loan.method == Method.FLAT:
        raise Refused("flat_interest", _("This loan's method cannot be drawn anew. Please call us."))
    if loan.schedule_terms.period_unit != PeriodUnit.MONTH:
        raise Refused("no_months", _("Only loans with monthly instalments can be restructured."))
    if not is_voted and _times(loan) >= mandate_of(loan)["times"]:
        raise Refused(
            "restructured_before", _("This loan was restructured before; the lenders allowed it once.")
        )


def plan_restructure_of(
    book: LoanBook,
    *,
    extra_periods: int,
    holiday_periods: int,
    on: dt.date,
    lowered_rate_ppm: int | None = None,
    is_voted: bool = False,
) -> RestructurePlan:
    """Return the restructure as of a day; RULES `mandate`, `restructure`; what holders vote on may go beyond these.

    Refuses what `check_restructurable` refuses, (`beyond_mandate`) more months than each lender signed for,
    (`no_holiday`) for a method without principal on the way, what `_check_rate` refuses of a lower rate, (`begun`) a
    running instalment paid in part or ahead, (`no_periods`) a lower rate alone after the last due date, and
    (`over_the_cap`). Principal and interest already earned are never waived here.
    """
    loan = book.loan
    check_restructurable(loan, is_voted=is_voted)
    mandate = {**mandate_of(loan), **(VOTABLE if is_voted else {})}
    least = 1 if lowered_rate_ppm is None else 0
    if (
        extra_periods < least
        or extra_periods * loan.schedule_terms.period_every > mandate["extension_months"]
    ):
        words = _("The lenders' mandate allows 1 to %(most)s months more.")
        raise Refused("beyond_mandate", words % {"most": mandate["extension_months"]}, field="extra_periods")
    if not 0 <= holiday_periods <= min(mandate["holiday_months"], extra_periods):
        words = _("At most %(most)s months may ask for interest only, and no more than are added.")
        raise Refused("beyond_mandate", words % {"most": mandate["holiday_months"]}, field="holiday_periods")
    if holiday_periods and loan.method in ONE_PRINCIPAL:
        words = _("This method pays no principal before its end: only more months help.")
        raise Refused("no_holiday", words, field="holiday_periods")
    if lowered_rate_ppm is not None:
        _check_rate(loan, lowered_rate_ppm, is_voted=is_voted)
    settlement = borrower_settlement_of(book, on)
    rows = open_rows(book)
    _check_running(rows, on)
    if not extra_periods and rows[-1].due_on <= on:
        words = _("Every instalment has fallen due: without more instalments there is nothing to lower.")
        raise Refused("no_periods", words, field="extra_periods")
    schedule = drawn(
        lambda: restructure(
            loan.schedule_terms,
            rows,
            on=on,
            extra_periods=extra_periods,
            holiday_periods=holiday_periods,
            annual_rate_ppm=lowered_rate_ppm,
        )
    )
    _check_bounds(loan, schedule, mandate)
    return RestructurePlan(loan, rows, settlement, schedule)


def _check_rate(loan: Loan, lowered_rate_ppm: int, *, is_voted: bool) -> None:
    """Refuse (`not_lower`), (`dealer_pays`) where a dealer pays the interest, and (`beyond_mandate`) without a vote.

    Each lender signed for more time at the same rate, so the rate is no matter of the mandate.
    """
    if not 0 <= lowered_rate_ppm < loan.rate_ppm:
        words = _("The rate can only be lowered: it is %(rate)s now.") % {"rate": rate(loan.rate_ppm)}
        raise Refused("not_lower", words, field="lowered_rate_ppm")
    if loan.product_version.is_interest_paid_by_dealer:
        words = _(
            "The dealer pays this loan's interest: a lower rate would help the dealer, not the borrower."
        )
        raise Refused("dealer_pays", words, field="lowered_rate_ppm")
    if not is_voted:
        words = _("The lenders signed for the same rate: a lower one needs their vote.")
        raise Refused("beyond_mandate", words, field="lowered_rate_ppm")


def _times(loan: Loan) -> int:
    return ScheduleVersion.objects.filter(loan=loan, reason=RESTRUCTURE).count()


def _check_running(rows: list[OpenInstalment], on: dt.date) -> None:
    ahead = [row for row in rows if row.due_on > on]
    if ahead and (
        ahead[0].paid_interest_fen
        or ahead[0].paid_principal_fen
        or ahead[0].paid_fee_fen
        or ahead[0].starts_on > on
    ):
        raise Refused("begun", _("The coming instalment is paid in part or ahead. It has to fall due first."))


def _check_bounds(loan: Loan, schedule: Schedule, mandate: dict[str, Any]) -> None:
    """Hold the new end to the contract's own end and the mandate's months, and the charges to the cap."""
    first = ScheduleVersion.objects.get(loan=loan, version=1)
    contract_end = build_schedule(Terms.from_dict(first.terms)).rows[-1].due_on
    latest_on = max(contract_end, schedule.terms.disbursed_on)
    if schedule.rows[-1].due_on > add_months(latest_on, mandate["extension_months"] + 1):
        raise Refused("beyond_mandate", _("The loan would end later than the lenders' mandate allows."))
    if is_over_cap(schedule, loan.cap_rate_ppm):
        raise Refused(
            "over_the_cap", _("With that plan the charges would be above the legal limit of the rate.")
        )
