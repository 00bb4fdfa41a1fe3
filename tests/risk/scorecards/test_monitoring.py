"""The monitoring of a card against tables worked out by hand, and what it says where too little is known."""

import datetime as dt
from typing import Any

import pytest
from django.db.models import F

from accounts import clock
from accounts.models import User
from accounts.services.deliver_events import deliver_events
from lending.models import Instalment, Loan
from risk.authority import severity
from risk.authority.ruling import CommitteeRuling
from risk.domain.separation import Shift
from risk.models import CreditCase, Score, Scorecard
from risk.scorecards import monitoring
from risk.scorecards.monitoring import monitor
from risk.scorecards.monitoring_story import group_tables
from risk.services.decide_case import Rating, decide_case
from risk.services.score_application import score_application
from risk.services.send_to_committee import send_to_committee
from tests.arrivals import arrive
from tests.factories import make_customer, make_staff
from tests.lending.factories import make_active_loan, make_submitted
from tests.queries import count_queries
from tests.risk.factories import have_reviewed

PAGE = "/office/risk/scorecards/monitoring/"


def figures(card: Scorecard, **changes: Any) -> monitoring.Monitoring:
    return monitor(card, **{"months": 12, "against": "training", "on": clock.today(), **changes})


def test_nothing_is_claimed_where_nothing_is_known(seeded: Scorecard, risk_manager: User) -> None:
    found = figures(seeded)
    assert (found.count, found.score_shift, found.overrides.decided, found.expected_count) == (
        0,
        None,
        0,
        1_000,
    )
    assert [(one.loans, one.result, one.is_enough) for one in found.outcomes] == [(0, None, False)] * 2
    client = arrive(risk_manager)
    for query in ({}, {"months": "3", "against": "before"}, {"months": "x", "card": "PC0", "against": "y"}):
        assert client.get(PAGE, query).status_code == 200


def test_scores_are_counted_in_their_bands_and_bins(
    seeded: Scorecard, borrower: User, stranger: User
) -> None:
    scores = [score_application(application=make_submitted(one)) for one in (borrower, stranger)]
    found = figures(seeded)
    assert (found.count, sum(band.actual for band in found.bands)) == (2, 2)
    assert found.score_shift is not None
    assert found.score_shift.shift == Shift.TOO_FEW
    held = [
        band
        for band in found.bands
        if (band.least is None or scores[0].points >= band.least)  # type: ignore[union-attr]
        and (band.most is None or scores[0].points < band.most)  # type: ignore[union-attr]
    ]
    assert [band.actual for band in held] == [2]
    shifts = {one.code: one for one in found.characteristics}
    assert not shifts["property"].is_asked
    assert (shifts["property"].unknown_ppm, shifts["purpose"].unknown_ppm) == (1_000_000, 0)
    # Against what the same card scored before the period there is nothing yet.
    assert figures(seeded, against="before").expected_count == 0


@pytest.mark.parametrize(("outcome", "low_side", "high_side"), [("approve", 1, 0), ("reject", 0, 1)])
def test_decisions_beside_what_the_card_proposed(
    seeded: Scorecard,
    borrower: User,
    risk_manager: User,
    monkeypatch: pytest.MonkeyPatch,
    outcome: str,
    low_side: int,
    high_side: int,
) -> None:
    # One person decides here, whatever the screening refers.
    monkeypatch.setattr(severity, "_sources", {})
    # 24 months, others' debts and a day in the work: the card refuses; three months of a settled worker: it accepts.
    facts = (
        {
            "periods": 24,
            "employed_months": 1,
            "other_debt_fen": 9_000_00,
            "amount_fen": 50_000_00,
            "monthly_income_fen": 20_000_00,
        }
        if outcome == "approve"
        else {"periods": 3, "employed_months": 90, "amount_fen": 5_000_00}
    )
    make_submitted(borrower, **facts)
    deliver_events()
    score = Score.objects.get()
    assert score.verdict == ("refuse" if outcome == "approve" else "accept"), score.points
    case = have_reviewed(CreditCase.objects.get())
    if outcome == "approve":
        send_to_committee(case=case, actor=risk_manager)
    decide_case(
        case=case,
        outcome=outcome,
        decided_by=risk_manager,
        reasons=["income_sufficient" if outcome == "approve" else "too_much_debt"],
        rating=Rating(50_000_00, "D", 50_000_00) if outcome == "approve" else None,
        key="decide",
        committee=CommitteeRuling("CI1", outcome) if outcome == "approve" else None,
    )
    found = figures(seeded).overrides
    assert (found.decided, found.low_side, found.high_side) == (1, low_side, high_side)
    assert (found.low_side_ppm, found.high_side_ppm) == ((1_000_000, None) if low_side else (None, 1_000_000))


@pytest.mark.parametrize(
    ("late_days", "is_settled", "is_bad"),
    [(90, True, False), (91, True, True), (91, False, True), (30, False, False)],
)
def test_bad_is_more_than_ninety_days_within_the_year(
    seeded: Scorecard, borrower: User, late_days: int, is_settled: bool, is_bad: bool
) -> None:
    loan = make_active_loan(borrower)
    on = clock.today()
    row = Instalment.objects.filter(loan=loan).order_by("n").first()
    assert row is not None
    due_on = on - dt.timedelta(days=late_days if not is_settled else 200)
    settled_on = due_on + dt.timedelta(days=late_days) if is_settled else None
    rows = Instalment.objects.filter(pk=row.pk)
    rows.update(due_on=due_on, starts_on=due_on - dt.timedelta(days=30))
    if is_settled:
        rows.update(
            settled_on=settled_on,
            settled_at=clock.now(),
            principal_paid_fen=F("principal_fen"),
            interest_paid_fen=F("interest_fen"),
            fee_paid_fen=F("fee_fen"),
        )
    loans = [(loan.pk, loan.application_id, on - dt.timedelta(days=250))]
    assert monitoring.bad_loans(loans, 90, 12, on) == ({loan.pk} if is_bad else set())
    # What came after the months were over is another matter.
    assert monitoring.bad_loans([(loan.pk, 1, on - dt.timedelta(days=800))], 90, 12, on) == set()


def test_loans_too_young_for_the_definition_are_left_out(seeded: Scorecard, borrower: User) -> None:
    loan = make_active_loan(borrower)
    score_application(application=loan.application)
    assert figures(seeded).outcomes[0].loans == 0
    Loan.objects.filter(pk=loan.pk).update(disbursed_on=clock.today() - dt.timedelta(days=400))
    found = figures(seeded).outcomes[0]
    assert (found.loans, found.result, found.is_enough) == (1, None, False)


def test_small_groups_give_nothing_away(seeded: Scorecard, borrower: User, risk_manager: User) -> None:
    make_submitted(borrower)
    deliver_events()
    decide_case(
        case=have_reviewed(CreditCase.objects.get()),
        outcome="reject",
        decided_by=risk_manager,
        reasons=["too_much_debt"],
        rating=None,
        key="decide",
    )
    tables = group_tables(figures(seeded))
    rows = [row for table in tables for row in table.rows]
    assert len(tables) == 3
    assert {(row.rate, row.ratio, row.word) for row in rows} == {("—", "—", None)}
    assert len({row.decided for row in rows}) == 1


def test_the_page_asks_the_same_of_one_score_and_of_more(seeded: Scorecard, officer: User) -> None:
    client = arrive(officer)
    make_submitted(make_customer("one@example.cn"))
    deliver_events()
    with_one = count_queries(client, PAGE)
    for name in ("two", "three"):
        make_submitted(make_customer(f"{name}@example.cn"))
    deliver_events()
    assert count_queries(client, PAGE) == with_one <= 25
    assert arrive(make_staff("cash@example.cn", "cashier")).get(PAGE).status_code == 403
