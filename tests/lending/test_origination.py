"""From the first form to money in the borrower's wallet, to the fen."""

import datetime as dt
import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.errors import Refused
from accounts.models import Event, User
from accounts.services.deliver_events import deliver_events
from finance.models import Entry, Hold, Transfer
from finance.queries.wallets import wallet_balance
from lending import invariants
from lending.handlers import pay_out_full_listing
from lending.models import Application, Bid, Claim, Listing, Loan
from lending.services.cancel_bid import cancel_bid
from lending.services.disburse_loan import disburse_loan
from lending.services.end_listing import end_listing
from lending.services.hold_application import hold_application
from lending.services.place_bid import place_bid
from lending.services.withdraw_application import withdraw_application
from tests.factories import make_customer
from tests.lending import factories


def assert_sound() -> None:
    checks = (
        invariants.bids_within_listings,
        invariants.bids_equal_holds,
        invariants.loans_equal_claims,
        invariants.loans_equal_control_account,
    )
    assert [breach for check in checks for breach in check()] == []


def wallet(user: User) -> tuple[int, int]:
    balance = wallet_balance(user)
    return balance.available_fen, balance.held_fen


@pytest.mark.django_db
def test_full_listing_becomes_a_loan_to_the_fen(borrower: User) -> None:
    first = factories.make_investor("first@example.cn")
    second = factories.make_investor("second@example.cn")
    listing = factories.make_full_listing(borrower, {first: 3_300_00, second: 6_700_00})
    assert listing.status == Listing.Status.FULL
    assert (wallet(first), wallet(second)) == ((96_700_00, 3_300_00), (93_300_00, 6_700_00))

    deliver_events()

    loan = Loan.objects.get(listing=listing)
    assert loan.status == Loan.Status.ACTIVE
    assert (loan.principal_fen, loan.outstanding_fen, loan.rate_ppm) == (10_000_00, 10_000_00, 74_000)
    assert loan.disbursed_on == clock.today()
    # Nothing is deducted: the borrower has the whole principal.
    assert wallet(borrower) == (10_000_00, 0)
    assert (wallet(first), wallet(second)) == ((96_700_00, 0), (93_300_00, 0))
    assert list(loan.claims.order_by("number").values_list("holder__email", "principal_fen")) == [
        ("first@example.cn", 3_300_00),
        ("second@example.cn", 6_700_00),
    ]
    rows = list(loan.instalments.order_by("n"))
    assert [row.n for row in rows] == list(range(1, 13))
    assert sum(row.principal_fen for row in rows) == 10_000_00
    assert (rows[0].interest_fen, rows[0].fee_fen) == (61_67, 6_00)
    assert set(listing.bids.values_list("status", flat=True)) == {"settled"}
    listing.refresh_from_db()
    assert listing.status == Listing.Status.CLOSED
    assert Application.objects.get(pk=listing.application_id).status == "disbursed"
    control = Transfer.objects.filter(entry__reference=loan.number, debit__code="1301", credit__code="2301")
    assert sorted(control.values_list("amount_fen", flat=True)) == [3_300_00, 6_700_00]
    assert_sound()


@pytest.mark.django_db
def test_second_disbursement_finds_the_first(borrower: User) -> None:
    listing = factories.make_full_listing(borrower)
    loan = disburse_loan(listing_id=listing.pk, actor=None)
    entries = Entry.objects.count()
    assert disburse_loan(listing_id=listing.pk, actor=None) == loan
    deliver_events()
    assert (Loan.objects.count(), Entry.objects.count()) == (1, entries)
    assert wallet(borrower) == (10_000_00, 0)


@pytest.mark.django_db
def test_a_listing_on_hold_waits_without_a_warning(borrower: User, caplog: pytest.LogCaptureFixture) -> None:
    listing = factories.make_full_listing(borrower)
    manager = factories.risk_manager_of_tests()
    hold_application(application=listing.application, reason="名单待核", placed_by=manager)
    with caplog.at_level(logging.INFO, logger="lending.handlers"):
        pay_out_full_listing(Event(subject_id=listing.pk, subject_number=listing.number))
    assert [(one.levelname, one.getMessage()) for one in caplog.records] == [
        ("INFO", f"{listing.number} is not paid out: on_hold")
    ]


@pytest.mark.django_db
def test_disbursement_names_what_is_missing_and_moves_nothing(borrower: User) -> None:
    listing = factories.make_full_listing(borrower)
    manager = factories.risk_manager_of_tests()
    hold = hold_application(application=listing.application, reason="名单待核", placed_by=manager)
    with pytest.raises(Refused) as refusal:
        disburse_loan(listing_id=listing.pk, actor=None)
    assert refusal.value.code == "on_hold"
    assert Loan.objects.count() == 0
    assert wallet(borrower) == (0, 0)
    assert Hold.objects.filter(status="held").count() == 1
    hold.released_at, hold.released_by = clock.now(), manager
    hold.save()
    assert disburse_loan(listing_id=listing.pk, actor=None).principal_fen == 10_000_00


@pytest.mark.django_db
def test_disbursement_takes_as_many_statements_for_many_bids(db: None) -> None:
    counts = []
    # The first one opens the accounts of the chart; both others are too large for PostgreSQL's way with small entries.
    for run, (wanted, bidders) in enumerate(((3_000_00, 10), (3_000_00, 10), (3_000_00, 15))):
        person = make_customer(f"b{run}@example.cn")
        lenders = [factories.make_investor(f"l{run}.{n}@example.cn") for n in range(bidders)]
        share = wanted // 100_00 // bidders * 100_00
        shares = dict.fromkeys(lenders, share)
        shares[lenders[-1]] += wanted - share * bidders
        listing = factories.make_full_listing(person, shares, amount_fen=wanted)
        with CaptureQueriesContext(connection) as seen:
            disburse_loan(listing_id=listing.pk, actor=None)
        counts.append(len(seen))
    assert counts[1] == counts[2]


class TestBids:
    @pytest.fixture
    def listing(self, borrower: User) -> Listing:
        return factories.make_listing(borrower)

    @pytest.fixture
    def lender(self, db: None) -> User:
        return factories.make_investor("lender@example.cn", funds_fen=20_000_00)

    def refuse(self, code: str, investor: User, listing: Listing, amount_fen: int, **values: object) -> None:
        """The bid is refused for this reason, and nothing moved."""
        listing.refresh_from_db()
        before = (wallet(investor), Bid.objects.count(), Entry.objects.count(), listing.bid_fen)
        arguments = {
            "investor": investor,
            "listing_number": listing.number,
            "amount_fen": amount_fen,
            "notice_shown_at": factories.read_in_time(),
            "key": "refused",
            **values,
        }
        with pytest.raises(Refused) as refusal:
            place_bid(**arguments)  # type: ignore[arg-type]
        assert refusal.value.code == code
        listing.refresh_from_db()
        assert (wallet(investor), Bid.objects.count(), Entry.objects.count(), listing.bid_fen) == before

    def test_a_bid_holds_the_money(self, lender: User, listing: Listing) -> None:
        number = factories.bid(lender, listing, 500_00)
        bid = Bid.objects.get(number=number)
        assert (bid.amount_fen, bid.status, bid.hold.amount_fen, bid.suitability_type) == (
            500_00,
            "held",
            500_00,
            "C5",
        )
        assert wallet(lender) == (19_500_00, 500_00)
        listing.refresh_from_db()
        assert (listing.bid_fen, listing.bid_count, listing.status) == (500_00, 1, "open")
        assert_sound()

    def test_the_same_press_twice_is_one_bid(self, lender: User, listing: Listing) -> None:
        first = factories.bid(lender, listing, 500_00, key="one-press")
        assert factories.bid(lender, listing, 500_00, key="one-press") == first
        assert wallet(lender) == (19_500_00, 500_00)
        self.refuse("key_reused", lender, listing, 600_00, key="one-press")

    @pytest.mark.parametrize("amount_fen", [0, -100_00, 50_00, 100_01, 150_00])
    def test_refuses_amounts_outside_the_steps(self, lender: User, listing: Listing, amount_fen: int) -> None:
        self.refuse("bid_step", lender, listing, amount_fen)

    def test_refuses_more_than_is_left(self, lender: User, listing: Listing) -> None:
        factories.bid(lender, listing, 9_900_00)
        self.refuse("too_much", lender, listing, 200_00)
        factories.bid(lender, listing, 100_00)
        listing.refresh_from_db()
        assert (listing.status, listing.remaining_fen) == ("full", 0)
        self.refuse("not_open", lender, listing, 100_00)

    def test_refuses_the_borrowers_own_bid(self, borrower: User, listing: Listing) -> None:
        factories.rate_investor(borrower)
        self.refuse("own_loan", borrower, listing, 100_00)

    def test_refuses_without_valid_suitability(self, listing: Listing) -> None:
        nobody = make_customer("untested@example.cn")
        self.refuse("suitability_missing", nobody, listing, 100_00)
        assessment = factories.rate_investor(nobody)
        type(assessment).objects.update(
            assessed_on=clock.today() - dt.timedelta(days=400),
            valid_until_on=clock.today() - dt.timedelta(days=1),
        )
        self.refuse("suitability_missing", nobody, listing, 100_00)

    def test_refuses_above_the_limits_of_the_type(
        self, borrower: User, listing: Listing, stranger: User
    ) -> None:
        careful = factories.make_investor("careful@example.cn", type_="C1")
        self.refuse("over_loan_limit", careful, listing, 1_100_00)
        factories.bid(careful, listing, 1_000_00)
        self.refuse("over_loan_limit", careful, listing, 100_00)

    def test_refuses_above_the_total_limit(self, lender: User) -> None:
        careful = factories.make_investor("careful@example.cn", type_="C1")
        listings = [factories.make_listing(make_customer(f"b{n}@example.cn")) for n in range(11)]
        for listing in listings[:10]:
            factories.bid(careful, listing, 1_000_00)
        self.refuse("over_total_limit", careful, listings[10], 100_00)
        assert wallet(careful) == (90_000_00, 10_000_00)

    def test_refuses_a_risk_notice_shown_too_briefly(self, lender: User, listing: Listing) -> None:
        self.refuse(
            "notice_unread", lender, listing, 100_00, notice_shown_at=clock.now() - dt.timedelta(seconds=4)
        )

    def test_refuses_more_than_the_wallet_holds(self, listing: Listing) -> None:
        poor = factories.make_investor("poor@example.cn", funds_fen=99_99)
        self.refuse("insufficient_funds", poor, listing, 100_00)

    def test_a_cancelled_bid_gives_room_and_money_back(self, lender: User, listing: Listing) -> None:
        bid = Bid.objects.get(number=factories.bid(lender, listing, 500_00))
        cancel_bid(bid=bid, investor=lender)
        cancel_bid(bid=bid, investor=lender)
        assert wallet(lender) == (20_000_00, 0)
        listing.refresh_from_db()
        assert (listing.bid_fen, listing.bid_count) == (0, 0)
        assert_sound()

    def test_refuses_to_cancel_once_full(self, lender: User, listing: Listing) -> None:
        bid = Bid.objects.get(number=factories.bid(lender, listing, 10_000_00))
        with pytest.raises(Refused) as refusal:
            cancel_bid(bid=bid, investor=lender)
        assert refusal.value.code == "listing_not_open"
        assert wallet(lender) == (10_000_00, 10_000_00)


@pytest.mark.django_db
@pytest.mark.parametrize("to, follows", [("expired", "expired"), ("cancelled", "cancelled")])
def test_an_ended_listing_releases_every_bid(borrower: User, to: str, follows: str) -> None:
    first = factories.make_investor("first@example.cn")
    second = factories.make_investor("second@example.cn")
    listing = factories.make_listing(borrower)
    factories.bid(first, listing, 300_00)
    factories.bid(second, listing, 400_00)
    end_listing(listing_id=listing.pk, to=to, reason="test", actor=None)
    end_listing(listing_id=listing.pk, to=to, reason="test", actor=None)
    assert (wallet(first), wallet(second)) == ((100_000_00, 0), (100_000_00, 0))
    listing.refresh_from_db()
    assert (listing.status, listing.application.status) == (to, follows)
    assert Event.objects.filter(kind="bid.released").count() == 2
    assert_sound()


@pytest.mark.django_db
def test_withdrawing_a_listed_application_gives_the_bids_back(borrower: User) -> None:
    lender = factories.make_investor("lender@example.cn")
    listing = factories.make_listing(borrower)
    factories.bid(lender, listing, 300_00)
    withdraw_application(application=listing.application, borrower=borrower)
    listing.refresh_from_db()
    assert (listing.status, listing.application.status) == ("cancelled", "withdrawn")
    assert wallet(lender) == (100_000_00, 0)


@pytest.mark.django_db
def test_refuses_to_withdraw_a_loan(borrower: User) -> None:
    loan = factories.make_active_loan(borrower)
    with pytest.raises(Refused) as refusal:
        withdraw_application(application=loan.application, borrower=borrower)
    assert refusal.value.code == "not_open"
    assert Claim.objects.filter(status="active").count() == 1
