"""What a redrawn schedule would be, and what stands against it; the same for a page and for the press."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from accounts.commands import hash_inputs
from accounts.errors import Refused
from accounts.rules import rule_value
from accounts.web.formats import yuan
from lending.domain.due_dates import add_months
from lending.domain.overdue import charge_ceiling_fen
from lending.domain.reschedule import Choice, Prepayment, choices_of, move_due, prepay
from lending.domain.schedule import Schedule
from lending.domain.settlement import OpenInstalment
from lending.domain.subsidy import cover
from lending.domain.terms import Method, PeriodUnit, TermsError
from lending.models import Loan, ScheduleVersion
from lending.repayment.book import LoanBook
from lending.repayment.dues import open_rows

Drawn = TypeVar("Drawn")

DUE_DAY = "due_day"
PREPAYMENT = "prepayment"


@dataclass(frozen=True)
class Redrawn:
    """A schedule before and after; `prepayment` where a part is paid early."""

    loan: Loan
    rows: list[OpenInstalment]
    schedule: Schedule
    prepayment: Prepayment | None = None
    dealer_fen: int = 0  # what a dealer has set aside for the interest of the open rows

    @property
    def borrowers_rows(self) -> list[OpenInstalment]:
        """The rows before, without the interest that a dealer pays."""
        covered = cover([row.interest_fen - row.paid_interest_fen for row in self.rows], self.dealer_fen)
        return [
            row._replace(interest_fen=row.interest_fen - fen)
            for row, fen in zip(self.rows, covered, strict=True)
        ]

    @property
    def borrowers_schedule(self) -> Schedule:
        """The schedule behind it, likewise: what the payment of today used is set aside no more."""
        used_fen = min(self.dealer_fen, self.prepayment.interest_fen) if self.prepayment else 0
        rows = self.schedule.rows
        covered = cover([row.interest_fen for row in rows], self.dealer_fen - used_fen)
        own = (
            row._replace(interest_fen=row.interest_fen - fen) for row, fen in zip(rows, covered, strict=True)
        )
        return self.schedule._replace(rows=tuple(own))

    @property
    def borrowers_prepayment(self) -> Prepayment | None:
        """What the borrower pays of a part paid early."""
        paid = self.prepayment
        if paid is None:
            return None
        return paid._replace(interest_fen=paid.interest_fen - min(self.dealer_fen, paid.interest_fen))

    @property
    def shown(self) -> dict[str, Any]:
        """Return what is agreed to, in plain values."""
        paid = self.prepayment
        return {
            "loan": self.loan.number,
            "version": self.loan.schedule_version,
            "paid": [paid.principal_fen, paid.interest_fen, paid.fee_fen, paid.early_fee_fen] if paid else [],
            "terms": self.schedule.terms.to_dict(),
            "rows": [
                [row.due_on.isoformat(), row.principal_fen, row.interest_fen, row.fee_fen]
                for row in self.schedule.rows
            ],
        }

    @property
    def shown_hash(self) -> str:
        """Return what a form carries, so that only what was shown can be agreed to."""
        return hash_inputs(self.shown)


def dealer_fen_of(book: LoanBook) -> int:
    """Return what a dealer has set aside for the interest of a loan's open instalments, in fen."""
    return sum(row.dealer_interest_fen for row in book.instalments)


def refuse_held(loan: Loan) -> None:
    """Refuse (`held`) a loan that is disputed or otherwise marked: its schedule stays until that is decided."""
    if loan.holds.filter(released_at__isnull=True).exists():
        raise Refused("held", _("This loan is being looked into; its schedule stays until that is decided."))


def check_state(book: LoanBook, on: dt.date) -> None:
    """Refuse a loan whose schedule cannot be redrawn on a day.

    Refuses (`flat_interest`), (`due_first`) something due or overdue, (`begun`) an instalment paid in part. A
    result of a debit that is still unknown stands as unpaid dues, so it waits as well.
    """
    if book.loan.method == Method.FLAT:
        raise Refused(
            "flat_interest",
            _(
                "This loan's interest does not follow the principal left, so only paying everything off lowers it."
            ),
        )
    refuse_held(book.loan)
    first = book.instalments[0]
    if first.due_on <= on:
        raise Refused("due_first", _("Please pay first what is due; then the rest can be drawn anew."))
    if first.unpaid_fen != first.total_fen - first.interest_not_owed_fen - first.fee_not_owed_fen:
        raise Refused(
            "begun",
            _("A part of instalment no. %(n)s is paid already. Please pay the rest of it first.")
            % {"n": first.n},
        )


def plan_prepayment(book: LoanBook, *, principal_fen: int, choice: str, on: dt.date) -> Redrawn:
    """Return what an early payment of a part would be; RULES `early`, `prepayment`.

    Refuses what `check_state` refuses, (`paid_ahead`) before the next period begins, (`too_little`) below the
    rule's least amount, (`too_much`) all that is left, for that is an early settlement, (`no_choice`), and
    (`not_shorter`) a shorter term for less than an instalment.
    """
    check_state(book, on)
    loan = book.loan
    starts_on = book.instalments[0].starts_on
    if starts_on > on:
        raise Refused(
            "paid_ahead",
            _("You have paid ahead. A part can be paid early from %(on)s on.")
            % {"on": starts_on.isoformat()},
        )
    least_fen = least_prepayment_fen(loan)
    if principal_fen < least_fen:
        words = _("At least %(least)s can be paid early.") % {"least": yuan(least_fen)}
        raise Refused("too_little", words, field="principal_fen")
    if principal_fen >= loan.outstanding_fen:
        words = _("That is all that is left: please pay everything off instead.")
        raise Refused("too_much", words, field="principal_fen")
    if choice not in choices_of(loan.method):
        raise Refused("no_choice", _("This loan cannot be changed in that way."), field="choice")
    rows = open_rows(book)
    paid = drawn(
        lambda: prepay(
            loan.schedule_terms,
            rows,
            principal_fen=principal_fen,
            on=on,
            choice=Choice(choice),
            early_fee_ppm=loan.product_version.early_fee_ppm,
        )
    )
    if choice == Choice.SHORTER_TERM and len(paid.schedule.rows) == len(rows):
        words = _("With this amount no instalment falls away. Pay more early, or choose smaller instalments.")
        raise Refused("not_shorter", words, field="choice")
    return Redrawn(loan, rows, paid.schedule, paid, dealer_fen=dealer_fen_of(book))


def least_prepayment_fen(loan: Loan) -> int:
    """Return the least part that may be paid early, by the rule the loan was made under."""
    return int(rule_value("prepayment", on=loan.disbursed_on)["least_fen"])


def plan_due_day(book: LoanBook, *, first_due_on: dt.date, on: dt.date) -> Redrawn:
    """Return what moving the next due date would be; RULES `due.move`.

    Refuses what `check_state` refuses, (`no_months`), (`moved_already`) more often than the rule allows,
    (`out_of_range`) a date beyond the days of the lenders' mandate or not after today, (`same_day`), and
    (`over_the_cap`) charges above the legal rate over the days that are left.
    """
    check_state(book, on)
    loan, first = book.loan, book.instalments[0]
    if loan.schedule_terms.period_unit != PeriodUnit.MONTH or first.carried_fen:
        raise Refused("no_months", _("This loan has no due day of the month that could be moved."))
    rule = rule_value("due.move", on=loan.disbursed_on)
    if moves_within_a_year(loan, on) >= rule["a_year"]:
        raise Refused("moved_already", _("The due day was moved within the last 12 months already."))
    earliest_on, latest_on = due_day_range(book, on)
    if not earliest_on <= first_due_on <= latest_on:
        words = _("Choose a date from %(first)s to %(last)s.")
        dates = {"first": earliest_on.isoformat(), "last": latest_on.isoformat()}
        raise Refused("out_of_range", words % dates, field="first_due_on")
    if first_due_on == first.due_on:
        raise Refused("same_day", _("That is the due date as it is."), field="first_due_on")
    rows = open_rows(book)
    schedule = drawn(lambda: move_due(loan.schedule_terms, rows, first_due_on))
    if is_over_cap(schedule, loan.cap_rate_ppm):
        raise Refused(
            "over_the_cap", _("With that date the charges would be above the legal limit of the rate.")
        )
    return Redrawn(loan, rows, schedule, dealer_fen=dealer_fen_of(book))


def due_day_range(book: LoanBook, on: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and the last date the next due date may be moved to."""
    most = dt.timedelta(days=rule_value("due.move", on=book.loan.disbursed_on)["most_days"])
    first = book.instalments[0]
    tomorrow = max(on, first.starts_on) + dt.timedelta(days=1)
    return max(first.due_on - most, tomorrow), first.due_on + most


def moves_within_a_year(loan: Loan, on: dt.date) -> int:
    """Count how often the due day was moved in the 12 months before a day."""
    since = add_months(on, -12)
    return ScheduleVersion.objects.filter(loan=loan, reason=DUE_DAY, made_on__gt=since).count()


def drawn(draw: Callable[[], Drawn]) -> Drawn:
    """Draw, or refuse (`no_schedule`) what has no sensible schedule: a rest too small for the loan's instalments."""
    try:
        return draw()
    except TermsError:
        raise Refused("no_schedule", _("The rest would be too small for this loan's instalments.")) from None


def is_over_cap(schedule: Schedule, cap_ppm: int) -> bool:
    """Whether interest and fees of a schedule are above what the legal rate allows over its days (RULES rate.cap)."""
    charges_fen = sum(row.interest_fen + row.fee_fen for row in schedule.rows)
    spans, balance_fen = [], schedule.financed_fen
    for row in schedule.rows:
        spans.append((balance_fen, (row.due_on - row.starts_on).days))
        balance_fen = row.balance_fen
    return charges_fen > charge_ceiling_fen(spans, cap_ppm)
