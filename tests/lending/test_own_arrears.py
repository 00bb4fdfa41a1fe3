"""Nobody gets a new loan on top of one they are behind with: refused at every door, and nothing moves."""

import datetime as dt

import pytest

from accounts import clock
from accounts.errors import Refused
from accounts.models import User
from lending.models import Application, BorrowerStanding, Decision, Instalment, Listing, Loan
from lending.queries.own_arrears import has_arrears
from lending.readiness import missing_for_funding
from lending.services.disburse_loan import disburse_loan
from lending.services.list_application import list_application
from lending.services.record_decision import Approval, record_decision
from lending.services.submit_application import submit_application
from tests.closing import set_today
from tests.lending import factories
from tests.lending.test_bad_days import START, late_loan

OTHER = {
    "purpose": "travel",
    "purpose_text": "全家旅行",
    "product": "short",
    "periods": 3,
    "method": "bullet",
}
DUE = dt.date(2026, 2, 15)


@pytest.fixture
def investors(db: None) -> list[User]:
    set_today(START)
    with clock.simulated(START):
        return [factories.make_investor("first@example.cn"), factories.make_investor("second@example.cn")]


@pytest.fixture
def loan(borrower: User, investors: list[User]) -> Loan:
    return late_loan(borrower, investors)


def submit(draft: Application) -> Application:
    return submit_application(
        application=draft, borrower=draft.borrower, agrees_to_credit_query=True, agrees_to_disclosure=True
    )


def fall_behind(loan: Loan) -> None:
    """Let the first instalment have fallen due unpaid the day before."""
    day = clock.today() - dt.timedelta(days=1)
    Instalment.objects.filter(loan=loan, n=1).update(due_on=day, starts_on=day - dt.timedelta(days=30))


def catch_up(loan: Loan) -> None:
    Instalment.objects.filter(loan=loan, n=1).update(due_on=clock.today() + dt.timedelta(days=20))


@pytest.mark.parametrize(
    ("status", "day", "is_behind"),
    [("active", DUE, False), ("active", DUE + dt.timedelta(days=1), True), ("written_off", START, True)],
)
def test_who_is_behind(loan: Loan, borrower: User, status: str, day: dt.date, is_behind: bool) -> None:
    if status == "written_off":
        ended = {"written_off_on": START, "written_off_at": clock.now()}
        Loan.objects.filter(pk=loan.pk).update(status=status, **ended)
    assert has_arrears(borrower, day) is is_behind
    # While the bank has not said whether the debit came through, nobody is behind.
    Loan.objects.filter(pk=loan.pk).update(debit_asked_on=DUE)
    assert has_arrears(borrower, day) is (status == "written_off")


def test_an_application_is_refused_at_submission_and_goes_in_once_the_arrears_are_paid(
    loan: Loan, borrower: User
) -> None:
    draft = factories.make_draft(borrower, amount_fen=2_000_00, **OTHER)
    fall_behind(loan)
    with pytest.raises(Refused) as refusal:
        submit(draft)
    assert refusal.value.code == "arrears_here"
    draft.refresh_from_db()
    assert draft.status == "draft"
    catch_up(loan)
    assert submit(draft).status == "submitted"


def test_an_approval_is_refused(loan: Loan, borrower: User) -> None:
    application = factories.make_reviewed(borrower, amount_fen=2_000_00, **OTHER)
    fall_behind(loan)
    before = Decision.objects.count()
    ask = {
        "application": application,
        "decided_by": factories.risk_manager_of_tests(),
        "reasons": ["income_sufficient"],
    }
    approval = Approval(amount_fen=2_000_00, grade="B")
    with pytest.raises(Refused) as refusal:
        record_decision(outcome="approve", approval=approval, **ask)
    assert refusal.value.code == "arrears_here"
    assert Decision.objects.count() == before
    assert record_decision(outcome="reject", **ask).outcome == "reject"


def test_neither_a_listing_nor_a_payout(loan: Loan, borrower: User) -> None:
    application = factories.make_approved(borrower, amount_fen=2_000_00, **OTHER)
    fall_behind(loan)
    standing = BorrowerStanding.objects.get(borrower=borrower)
    found = missing_for_funding(application, standing, amount_fen=2_000_00, on=clock.today())
    assert [one.code for one in found] == ["arrears_here"]
    with pytest.raises(Refused) as refusal:
        factories.accept(application)
    assert refusal.value.code == "arrears_here"
    catch_up(loan)
    listing = Listing.objects.get(application=factories.accept(application))
    factories.bid(factories.make_investor("third@example.cn"), listing, 2_000_00)
    fall_behind(loan)
    with pytest.raises(Refused) as refusal:
        disburse_loan(listing_id=listing.pk, actor=None)
    assert refusal.value.code == "arrears_here"
    listing.refresh_from_db()
    assert (listing.status, Loan.objects.count()) == ("full", 1)
    catch_up(loan)
    assert disburse_loan(listing_id=listing.pk, actor=None).principal_fen == 2_000_00


def test_what_waited_for_a_condition_is_not_listed(loan: Loan, borrower: User) -> None:
    application = factories.accept(factories.make_approved(borrower, amount_fen=2_000_00, **OTHER))
    Listing.objects.filter(application=application).delete()
    Application.objects.filter(pk=application.pk).update(status="accepted")
    fall_behind(loan)
    with pytest.raises(Refused) as refusal:
        list_application(application=application, actor=None)
    assert refusal.value.code == "arrears_here"
    assert not Listing.objects.filter(application=application).exists()
