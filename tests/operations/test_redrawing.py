"""Schedules drawn anew in the simulation: hardship up to its supplement, due days moved, parts paid early."""

import datetime as dt
from random import Random

import pytest

from accounts import clock
from accounts.models import Approval, User
from accounts.services.deliver_events import deliver_events
from finance.custody.sandbox_customer import pay_out
from finance.queries.wallets import wallet_balance
from finance.services.verify_books import verify_books
from lending.models import Loan, LoanPaper, Restructure, ScheduleVersion
from operations.simulation import redrawing
from operations.simulation.people import Borrower, Cast
from tests.closing import close_before, set_today
from tests.factories import make_staff
from tests.lending import factories

START = dt.date(2026, 1, 15)


@pytest.fixture
def loan(borrower: User, db: None) -> Loan:
    """A loan whose first instalment, due on 15 February, is not paid: the money is spent."""
    set_today(START)
    with clock.simulated(START):
        loan = factories.make_active_loan(borrower)
        pay_out(borrower, wallet_balance(borrower).available_fen)
    return loan


def cast_of(borrower: User, habit: str) -> Cast:
    reviewer = make_staff("m@example.cn", "risk_officer")
    decider = make_staff("c@example.cn", "risk_manager")
    return Cast(reviewer, decider, borrowers=[Borrower(borrower, habit)])


def papers(loan: Loan) -> list[tuple[str, int]]:
    deliver_events()
    return list(LoanPaper.objects.filter(loan=loan, kind="supplement").values_list("kind", "version"))


def live(day: dt.date, cast: Cast) -> None:
    close_before(day)
    with clock.simulated(day):
        redrawing.help_in_hardship(cast)


def test_every_third_gets_a_lower_rate_by_the_lenders_vote(
    loan: Loan, borrower: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redrawing, "_wants_lower", lambda row: True)
    cast = cast_of(borrower, "failing")
    for day, status in ((5, "asked"), (6, "voting"), (7, "voting"), (14, "accepted")):
        live(dt.date(2026, 3, day), cast)
        assert Restructure.objects.get().status == status
    loan.refresh_from_db()
    assert (loan.rate_ppm, loan.schedule_version) == (54_000, 2)
    assert papers(loan) == [("supplement", 2)]


def test_who_stopped_paying_gets_more_time_and_a_supplement(loan: Loan, borrower: User) -> None:
    cast = cast_of(borrower, "failing")
    live(dt.date(2026, 3, 4), cast)
    assert not Restructure.objects.exists()
    for day, status in ((5, "asked"), (6, "offered"), (7, "accepted")):
        live(dt.date(2026, 3, day), cast)
        assert Restructure.objects.get().status == status
    approval = Approval.objects.get(kind="lending.restructure")
    assert (approval.maker, approval.checker) == (cast.reviewer, cast.decider)
    assert papers(loan) == [("supplement", 2)]
    loan.refresh_from_db()
    assert (loan.schedule_version, loan.overdue_since_on) == (2, None)
    # Nobody asks a second time while no loan was called in, and what falls due is paid again.
    live(dt.date(2026, 3, 15), cast)
    close_before(dt.date(2026, 3, 16))
    assert loan.instalments.get(superseded_at=None, due_on=dt.date(2026, 3, 15)).settled_at
    assert (Restructure.objects.count(), verify_books().is_ok) == (1, True)


def test_who_only_pays_late_is_left_alone(loan: Loan, borrower: User) -> None:
    live(dt.date(2026, 3, 5), cast_of(borrower, "late"))
    assert not Restructure.objects.exists()


def test_a_part_is_paid_early_and_a_due_day_moves(
    loan: Loan, borrower: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redrawing, "CHANCE_TO_CHANGE", 1.0)
    cast, random = cast_of(borrower, "steady"), Random(3)
    with clock.simulated(START):
        for _ in range(6):
            redrawing.change_schedules(random, cast)
    assert {"due_day", "prepayment"} <= set(ScheduleVersion.objects.values_list("reason", flat=True))
    assert len(papers(loan)) == ScheduleVersion.objects.filter(version__gt=1).count()
    assert verify_books().is_ok


def test_a_company_without_loans_changes_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redrawing, "CHANCE_TO_CHANGE", 1.0)
    cast = Cast(reviewer=None, decider=None)  # type: ignore[arg-type]
    redrawing.help_in_hardship(cast)
    redrawing.change_schedules(Random(1), cast)
    assert not ScheduleVersion.objects.exists()
