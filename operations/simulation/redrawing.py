"""Loans whose schedule is drawn anew on a simulated day: hardship, a due day that moves, a part paid early."""

import datetime as dt
from contextlib import suppress
from random import Random
from typing import Any

from accounts import clock
from accounts.errors import Refused
from accounts.models import Approval
from accounts.services.deliver_events import deliver_events
from finance.custody.sandbox_customer import pay_in
from finance.queries.wallets import wallet_balance
from lending.models import Acceleration, Loan, Restructure, ScheduleVersion
from lending.redrawing.plans import plan_due_day, plan_prepayment
from lending.redrawing.restructure_story import plan_of
from lending.redrawing.restructuring import RESTRUCTURE
from lending.repayment.book import read_books
from lending.repayment.dues import collect_dues
from lending.services.accept_restructure import accept_restructure
from lending.services.ask_restructure import ask_restructure
from lending.services.cast_ballot import cast_ballot
from lending.services.move_due_day import move_due_day
from lending.services.plan_restructure import plan_restructure
from lending.services.prepay_loan import prepay_loan
from operations.simulation.approving import approve
from operations.simulation.people import Cast

# Late for so long, somebody who stopped paying asks for more time; the office answers the day after.
ASKS_AFTER = dt.timedelta(days=18)
REASONS = (
    ("job_lost", "公司裁员，正在找新工作，希望延长还款时间。"),
    ("illness", "住院治疗，近两个月收入减少，希望先少还一些。"),
)
EXTRA_PERIODS, HOLIDAY_PERIODS = 3, 1
# The second of every three requests is for a lower rate; its lenders vote, nearly all of them in favour.
EVERY_LOWER, LOWER_BY_PPM = 3, 20_000
CHANCE_TO_CHANGE = 0.06
MOVED_BY = dt.timedelta(days=5)
YUAN = 100


def help_in_hardship(cast: Cast) -> None:
    """Take each request one step further: asked, planned and approved by two persons, accepted; then it is paid again.

    Every other loan that stops being paid is asked for, so that some still go the whole way to the law.
    """
    today = clock.today()
    _pay_again(today)
    for row in _requests(Restructure.Status.OFFERED, today):
        _accept(row)
    for row in _requests(Restructure.Status.VOTING, today):
        _vote(row)
    for row in _requests(Restructure.Status.ASKED, today):
        _plan(row, cast)
    stopped = {one.user.pk for one in cast.borrowers if one.habit == "failing"}
    late = Loan.objects.filter(
        status=Loan.Status.ACTIVE, overdue_since_on=today - ASKS_AFTER, borrower__in=stopped
    )
    for loan in late.select_related("borrower").order_by("pk"):
        asked = Restructure.objects.count()
        if asked <= Acceleration.objects.count():
            hardship, words = REASONS[asked % len(REASONS)]
            with suppress(Refused):
                ask_restructure(loan=loan, borrower=loan.borrower, hardship=hardship, words=words)


def change_schedules(random: Random, cast: Cast) -> None:
    """Now and then a borrower moves the due day, or pays a part of the principal early."""
    if random.random() >= CHANCE_TO_CHANGE:
        return
    steady = [one.user.pk for one in cast.borrowers if one.habit == "steady"]
    loans = Loan.objects.filter(status=Loan.Status.ACTIVE, borrower__in=steady, overdue_since_on=None)
    found = list(loans.select_related("borrower", "product_version").order_by("pk"))
    if not found:
        return
    loan, is_move = random.choice(found), random.random() < 0.5
    with suppress(Refused):
        if is_move:
            _move_due_day(loan)
        else:
            _pay_a_part(loan)


def _requests(status: str, today: dt.date) -> list[Restructure]:
    rows = Restructure.objects.filter(status=status, asked_on__lt=today).select_related("loan__borrower")
    return list(rows.order_by("pk"))


def _plan(row: Restructure, cast: Cast) -> None:
    terms: dict[str, Any] = {
        "extra_periods": EXTRA_PERIODS,
        "holiday_periods": HOLIDAY_PERIODS,
        "reason": "收入暂时减少，延期后可以负担。",
    }
    if _wants_lower(row) and row.loan.rate_ppm > LOWER_BY_PPM:
        terms |= {
            "holiday_periods": 0,
            "lowered_rate_ppm": row.loan.rate_ppm - LOWER_BY_PPM,
            "by_vote": True,
            "reason": "收入长期减少，降息并延期后可以负担。",
        }
    with suppress(Refused):
        planned = plan_restructure(number=row.number, maker=cast.reviewer, **terms)
        approve(Approval.objects.get(number=planned.approval_number), cast.decider)
        deliver_events()


def _wants_lower(row: Restructure) -> bool:
    return Restructure.objects.filter(pk__lt=row.pk).count() % EVERY_LOWER == 1


def _vote(row: Restructure) -> None:
    """Let the lenders answer on the first day of the vote, in the order of their claims; one in five is against."""
    waiting = row.ballots.filter(is_yes=None).select_related("holder").order_by("pk")
    for place, ballot in enumerate(waiting):
        with suppress(Refused):
            cast_ballot(number=row.number, holder=ballot.holder, is_yes=place % 5 != 4)


def _accept(row: Restructure) -> None:
    plan, borrower = plan_of(row), row.loan.borrower
    if plan is None:
        return
    missing_fen = plan.arrears_fen - wallet_balance(borrower).available_fen
    if missing_fen > 0:
        pay_in(borrower, missing_fen)
    with suppress(Refused):
        accept_restructure(
            number=row.number,
            borrower=borrower,
            shown_hash=plan.shown_hash,
            key=f"simulate:{row.number}",
        )


def _pay_again(today: dt.date) -> None:
    """Bring the money for what falls due of a restructured loan; the debit at the end of the day takes it."""
    restructured = ScheduleVersion.objects.filter(reason=RESTRUCTURE).values("loan")
    loans = Loan.objects.filter(
        pk__in=restructured,
        status=Loan.Status.ACTIVE,
        instalments__due_on=today,
        instalments__settled_at=None,
        instalments__superseded_at=None,
    )
    for loan in loans.select_related("borrower").order_by("pk").distinct():
        dues = collect_dues(read_books([loan.pk])[0], today)
        missing_fen = dues.now_fen - wallet_balance(loan.borrower).available_fen
        if missing_fen > 0:
            pay_in(loan.borrower, missing_fen)


def _move_due_day(loan: Loan) -> None:
    [book] = read_books([loan.pk])
    to_on = book.instalments[0].due_on + MOVED_BY
    plan = plan_due_day(book, first_due_on=to_on, on=clock.today())
    move_due_day(
        loan=loan,
        borrower=loan.borrower,
        first_due_on=to_on,
        shown_hash=plan.shown_hash,
        key=f"simulate:{clock.today()}:{loan.number}:due_day",
    )


def _pay_a_part(loan: Loan) -> None:
    part_fen = loan.outstanding_fen // 4 // (100 * YUAN) * (100 * YUAN)
    [book] = read_books([loan.pk])
    plan = plan_prepayment(book, principal_fen=part_fen, choice="smaller_instalment", on=clock.today())
    paid = plan.borrowers_prepayment
    if paid is None:
        return
    asked_fen = paid.principal_fen + paid.interest_fen + paid.fee_fen + paid.early_fee_fen
    missing_fen = asked_fen - wallet_balance(loan.borrower).available_fen
    if missing_fen > 0:
        pay_in(loan.borrower, missing_fen)
    prepay_loan(
        loan=loan,
        payer=loan.borrower,
        principal_fen=part_fen,
        choice="smaller_instalment",
        shown_hash=plan.shown_hash,
        key=f"simulate:{clock.today()}:{loan.number}:part",
    )
