"""Rivals at one listing, one wallet, one loan: each fen once. Only PostgreSQL can show it."""

import datetime as dt
import threading

import pytest
from django.db.models import F

from accounts import clock
from accounts.errors import Refused
from accounts.invariants import check_all
from accounts.models import User
from accounts.numbers import next_number
from finance import chart
from finance.errors import InsufficientFunds
from finance.models import LedgerAccount
from finance.posting import EntryInput, TransferInput
from finance.queries.cards import verified_card
from finance.queries.wallets import wallet_balance
from finance.services.lock_wallets import lock_wallets
from finance.services.post_entries import post_entries
from finance.services.request_withdrawal import request_withdrawal
from lending.models import Bid, Claim, Listing, Loan, LoanPayment
from lending.repayment.book import read_books
from lending.repayment.dues import settlement_of
from lending.services import debit_loans as debit_loans_room
from lending.services import place_bid as place_bid_room
from lending.services.debit_loans import debit_loans
from lending.services.disburse_loan import disburse_loan
from lending.services.pay_loan import pay_loan
from lending.services.settle_loan import settle_loan
from tests.closing import close_before, set_today
from tests.factories import make_customer
from tests.lending import factories
from tests.races import (
    MeetingPoint,
    errors_of,
    only_postgresql,
    race,
    wait_until_somebody_waits,
    without_constraint,
)

pytestmark = [pytest.mark.postgres, only_postgresql, pytest.mark.django_db(transaction=True)]

BIDDERS = 50
START = dt.date(2026, 1, 15)


@pytest.fixture
def borrower(transactional_db: None) -> User:
    return make_customer("borrower@example.cn", name="李借")


def assert_sound() -> None:
    assert [finding for finding in check_all() if not finding.ok] == []


def nearly_full_listing(borrower: User) -> Listing:
    """A listing of 10,000 yuan with 100 yuan left."""
    listing = factories.make_listing(borrower)
    factories.bid(factories.make_investor("first@example.cn"), listing, listing.amount_fen - 100_00)
    listing.refresh_from_db()
    return listing


def test_fifty_bidders_on_the_last_yuan_have_one_winner(borrower: User) -> None:
    listing = nearly_full_listing(borrower)
    bidders = [factories.make_investor(f"bidder{n}@example.cn", funds_fen=100_00) for n in range(BIDDERS)]
    outcomes = race([lambda who=who: factories.bid(who, listing, 100_00) for who in bidders])
    assert sum(outcome.is_ok for outcome in outcomes) == 1
    assert {outcome.error.code for outcome in outcomes if isinstance(outcome.error, Refused)} <= {
        "not_open",
        "too_much",
    }
    assert set(errors_of(outcomes)) == {Refused}
    listing.refresh_from_db()
    assert (listing.status, listing.bid_fen) == ("full", listing.amount_fen)
    held = [wallet_balance(who).held_fen for who in bidders]
    assert sorted(held) == [0] * (BIDDERS - 1) + [100_00]
    assert_sound()


def test_control_without_guards_the_last_yuan_is_sold_twice(
    borrower: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No lock, no condition, no CHECK: two who have both read that 100 yuan are left both get them, every time."""
    listing = nearly_full_listing(borrower)
    bidders = [factories.make_investor(f"bidder{n}@example.cn", funds_fen=100_00) for n in range(2)]
    between = MeetingPoint(2)

    def read_without_lock(rows):
        found = rows.get()
        if isinstance(found, Listing):
            between.meet()
        return found

    def count_blindly(wish, application) -> None:
        Listing.objects.filter(pk=wish.listing.pk).update(bid_fen=F("bid_fen") + wish.amount_fen)

    monkeypatch.setattr(place_bid_room, "lock_one", read_without_lock)
    monkeypatch.setattr(place_bid_room, "_count", count_blindly)

    def mend() -> None:
        Listing.objects.filter(pk=listing.pk).update(bid_fen=listing.bid_fen)

    with (
        without_constraint(Listing, "listing_never_too_much", mend),
        without_constraint(Listing, "listing_open_has_room", mend),
    ):
        outcomes = race([lambda who=who: factories.bid(who, listing, 100_00) for who in bidders])
        assert between.all_met
        assert errors_of(outcomes) == []
        sold = Bid.objects.filter(listing=listing).values_list("amount_fen", flat=True)
        assert sum(sold) == listing.amount_fen + 100_00


def test_a_bid_against_a_withdrawal_moves_the_money_once(borrower: User) -> None:
    listing = factories.make_listing(borrower)
    investor = factories.make_investor("one@example.cn", funds_fen=500_00)
    card = verified_card(investor)
    assert card is not None
    outcomes = race(
        [
            lambda: factories.bid(investor, listing, 500_00),
            lambda: request_withdrawal(actor=investor, card_number=card.number, amount_fen=500_00, key="out"),
        ]
    )
    assert sum(outcome.is_ok for outcome in outcomes) == 1
    assert errors_of(outcomes) == [InsufficientFunds]
    balance = wallet_balance(investor)
    assert (balance.available_fen, balance.held_fen) in {(0, 500_00), (0, 0)}
    assert_sound()


def test_control_without_guards_a_bid_and_a_withdrawal_spend_the_same_money(borrower: User) -> None:
    """No lock, no condition, no CHECK: both have read 500 yuan, both take them, every time."""
    investor = factories.make_investor("one@example.cn", funds_fen=500_00)
    wallet = LedgerAccount.objects.get(code="2001", owner=investor)
    between = MeetingPoint(2)

    def take_unguarded() -> int:
        account = LedgerAccount.objects.get(pk=wallet.pk)
        assert account.credits_fen - account.debits_fen >= 500_00
        between.meet()
        return LedgerAccount.objects.filter(pk=wallet.pk).update(debits_fen=F("debits_fen") + 500_00)

    def mend() -> None:
        LedgerAccount.objects.filter(pk=wallet.pk).update(debits_fen=wallet.debits_fen)

    with without_constraint(LedgerAccount, "ledger_account_wallet_not_negative", mend):
        outcomes = race([take_unguarded, take_unguarded])
        assert between.all_met
        assert errors_of(outcomes) == []
        assert wallet_balance(investor).available_fen == -500_00


def test_one_press_sent_ten_times_at_once_is_one_bid(borrower: User) -> None:
    listing = factories.make_listing(borrower)
    investor = factories.make_investor("one@example.cn", funds_fen=5_000_00)
    outcomes = race([lambda: factories.bid(investor, listing, 100_00, key="same")] * 10)
    assert errors_of(outcomes) == []
    assert len({outcome.result for outcome in outcomes}) == 1
    assert wallet_balance(investor).held_fen == 100_00
    assert_sound()


def test_a_full_listing_is_paid_out_once(borrower: User) -> None:
    listing = factories.make_full_listing(borrower)
    outcomes = race([lambda: disburse_loan(listing_id=listing.pk, actor=None)] * 6)
    assert errors_of(outcomes) == []
    assert Loan.objects.count() == 1
    assert wallet_balance(borrower).available_fen == listing.amount_fen
    assert_sound()


@pytest.fixture
def loan(borrower: User) -> Loan:
    """A loan on the due date of its first instalment; what it brought still lies in the wallet."""
    set_today(START)
    with clock.simulated(START):
        made = factories.make_active_loan(borrower)
    close_before(made.instalments.get(n=1).due_on)
    return made


def debit_today(loan: Loan) -> None:
    debit_loans(business_date=clock.today(), loan_ids=[loan.pk])


def test_a_payment_by_hand_against_the_automatic_debit_pays_the_instalment_once(
    loan: Loan, borrower: User
) -> None:
    due_fen = loan.instalments.get(n=1).total_fen
    before = wallet_balance(borrower).available_fen
    race(
        [
            lambda: pay_loan(loan=loan, payer=borrower, amount_fen=due_fen, key=next_number("K")),
            lambda: debit_today(loan),
        ]
    )
    row = loan.instalments.get(n=1)
    assert row.unpaid_fen == 0
    # Whoever came second found nothing due; the hand may then have paid the next instalment, never this one twice.
    paid = sum(LoanPayment.objects.values_list("amount_fen", flat=True))
    assert before - wallet_balance(borrower).available_fen == paid
    assert row.principal_paid_fen == row.principal_fen
    assert_sound()


def test_a_debit_that_holds_its_wallets_never_deadlocks_with_a_transfer_between_them(
    loan: Loan, borrower: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rival would take the holder's wallet first, were it not taken with the borrower's."""
    holder = Claim.objects.get(loan=loan).holder
    held = threading.Event()

    def lock_and_look_on(owner_ids):
        free_fen = lock_wallets(owner_ids)
        held.set()
        wait_until_somebody_waits()
        return free_fen

    monkeypatch.setattr(debit_loans_room, "lock_wallets", lock_and_look_on)

    def transfer() -> None:
        assert held.wait(30)
        one_fen = TransferInput(chart.wallet_available(borrower), chart.wallet_available(holder), 1, "test")
        post_entries([EntryInput(kind="test", reference="T", idempotency_key="test", transfers=[one_fen])])

    assert errors_of(race([lambda: debit_today(loan), transfer])) == []
    assert loan.instalments.get(n=1).unpaid_fen == 0


def test_a_settlement_against_the_automatic_debit_ends_the_loan_or_is_asked_again(
    loan: Loan, borrower: User
) -> None:
    shown_fen = settlement_of(read_books([loan.pk])[0], clock.today()).total_fen
    factories.fund(borrower, 1_000_00)
    outcomes = race(
        [
            lambda: settle_loan(loan=loan, payer=borrower, shown_fen=shown_fen, key="settle"),
            lambda: debit_today(loan),
        ]
    )
    loan.refresh_from_db()
    if outcomes[0].is_ok:
        assert (loan.status, loan.outstanding_fen) == ("settled", 0)
        assert set(Claim.objects.values_list("outstanding_fen", flat=True)) == {0}
    else:
        assert isinstance(outcomes[0].error, Refused)
        assert outcomes[0].error.code == "figure_changed"
        assert loan.status == "active"
    assert outcomes[1].is_ok
    assert_sound()


def test_one_press_of_pay_sent_twice_at_once_is_one_payment(loan: Loan, borrower: User) -> None:
    due_fen = loan.instalments.get(n=1).total_fen
    outcomes = race([lambda: pay_loan(loan=loan, payer=borrower, amount_fen=due_fen, key="same")] * 2)
    assert errors_of(outcomes) == []
    assert LoanPayment.objects.count() == 1
    assert_sound()
