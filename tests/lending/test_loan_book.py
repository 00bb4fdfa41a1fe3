"""What lending tells those below: the totals for the daily match, and each holder's claims at the end of a day."""

import datetime as dt

import pytest

from accounts import clock
from accounts.models import User
from finance.loan_book import LoanBookDay, claims_at_end_of, loan_book_on
from finance.models import CustodyStatement, ReconciliationBreak, SolvencyProof
from finance.queries.balances import code_balances
from finance.services.publish_solvency import publish_solvency
from finance.services.reconcile_day import reconcile_day
from finance.solvency.proofs import proof_of
from lending.models import Claim, Instalment, Loan
from lending.services.pay_loan import pay_loan
from tests.closing import set_today
from tests.lending import factories

START = dt.date(2026, 3, 2)


@pytest.fixture
def holders(db: None) -> list[User]:
    set_today(START)
    with clock.simulated(START):
        return [factories.make_investor(f"holder{number}@example.cn") for number in range(2)]


@pytest.fixture
def loan(borrower: User, holders: list[User]) -> Loan:
    with clock.simulated(START):
        return factories.make_active_loan(borrower, {holders[0]: 3_300_00, holders[1]: 6_700_00})


def test_a_loan_is_lent_and_repaid_in_the_match_and_in_the_proofs(
    loan: Loan, borrower: User, holders: list[User]
) -> None:
    assert loan_book_on(START) == LoanBookDay(
        outstanding_fen=10_000_00, claims_fen=10_000_00, disbursed_fen=10_000_00
    )
    assert claims_at_end_of(START) == {holders[0].pk: 3_300_00, holders[1].pk: 6_700_00}
    due_on = Instalment.objects.filter(loan=loan).order_by("n").values_list("due_on", flat=True)[0]
    set_today(due_on)
    with clock.simulated(due_on):
        pay_loan(loan=loan, payer=borrower, amount_fen=900_00, key="first")
    loan.refresh_from_db()
    repaid_fen = 10_000_00 - loan.outstanding_fen
    assert repaid_fen > 0
    day = loan_book_on(due_on)
    assert (day.outstanding_fen, day.claims_fen, day.ended_fen) == (
        loan.outstanding_fen,
        loan.outstanding_fen,
        repaid_fen,
    )
    # Counted back to before the payment, and as they stand after it.
    assert claims_at_end_of(due_on - dt.timedelta(days=1)) == {
        holders[0].pk: 3_300_00,
        holders[1].pk: 6_700_00,
    }
    assert claims_at_end_of(due_on) == dict(Claim.objects.values_list("holder", "outstanding_fen"))
    set_today(due_on + dt.timedelta(days=1))
    statement = reconcile_day(day=due_on)
    assert statement is not None
    assert (statement.status, ReconciliationBreak.objects.count()) == ("matched", 0)
    assert CustodyStatement.objects.get().figures == [
        ["1301", loan.outstanding_fen, loan.outstanding_fen],
        ["2301", loan.outstanding_fen, loan.outstanding_fen],
        ["1302", 0, 0],
        ["2302", 0, 0],
        ["disbursed", 0, 0],
        ["ended", repaid_fen, repaid_fen],
    ]
    publish_solvency(day=due_on)
    published = SolvencyProof.objects.select_related("tree").get()
    assert published.tree.claims_fen == code_balances()["2301"].balance_fen == loan.outstanding_fen
    for holder in holders:
        proof = proof_of(holder.number, published)
        assert proof is not None
        assert proof.holds
        assert proof.leaf.claims_fen == Claim.objects.get(holder=holder).outstanding_fen
