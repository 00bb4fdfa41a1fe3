"""Rivals at one offer: other buyers, an early settlement, the close, the seller. Only PostgreSQL can show it."""

import datetime as dt

import pytest
from django.db.models import F, Sum

from accounts import clock
from accounts.errors import Refused
from accounts.invariants import check_all
from finance.queries.wallets import wallet_balance
from lending.models import Claim, ClaimOffer, ClaimReceipt, ClaimSale, Loan
from lending.repayment.book import read_books
from lending.repayment.dues import settlement_of
from lending.services import buy_claim as room
from lending.services.debit_loans import debit_loans
from lending.services.put_up_claim import put_up_claim
from lending.services.settle_loan import settle_loan
from lending.services.take_down_offer import take_down_offer
from tests.lending.claim_sales.factories import buy, claim_of, make_sellable_loan, put_up, quote
from tests.lending.factories import make_investor
from tests.money import fund
from tests.races import MeetingPoint, errors_of, only_postgresql, race, without_constraint

pytestmark = [pytest.mark.postgres, only_postgresql, pytest.mark.django_db(transaction=True)]

BUYERS = 12


def assert_sound() -> None:
    assert [finding for finding in check_all() if not finding.ok] == []


def test_many_buyers_of_one_offer_have_one_winner() -> None:
    loan = make_sellable_loan()
    offer = put_up(claim_of(loan), amount_fen=1_000_00)
    shown_fen = quote(offer).paid_fen
    buyers = [make_investor(f"b{n}@example.cn", funds_fen=2_000_00) for n in range(BUYERS)]
    outcomes = race([lambda who=who: buy(offer, who, 1_000_00, shown_fen=shown_fen) for who in buyers])
    assert sum(outcome.is_ok for outcome in outcomes) == 1
    assert {outcome.error.code for outcome in outcomes if isinstance(outcome.error, Refused)} <= {
        "offer_ended",
        "part_wrong",
    }
    assert set(errors_of(outcomes)) == {Refused}
    assert ClaimSale.objects.count() == 1
    left = sorted(wallet_balance(who).available_fen for who in buyers)
    assert left == [2_000_00 - shown_fen] + [2_000_00] * (BUYERS - 1)
    assert_sound()


def test_buyers_of_parts_share_the_offer_and_never_more_than_it() -> None:
    loan = make_sellable_loan()
    offer = put_up(claim_of(loan), amount_fen=1_000_00)
    shown_fen = quote(offer, 300_00).paid_fen
    buyers = [make_investor(f"b{n}@example.cn", funds_fen=2_000_00) for n in range(6)]
    race([lambda who=who: buy(offer, who, 300_00, shown_fen=shown_fen) for who in buyers])
    offer.refresh_from_db()
    assert offer.sold_fen == ClaimSale.objects.aggregate(total=Sum("principal_fen"))["total"] == 900_00
    assert_sound()


def test_control_without_guards_one_claim_is_sold_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """No lock, no count, no condition: two who have both read the offer both get all of it, every time."""
    loan = make_sellable_loan()
    offer = put_up(claim_of(loan), amount_fen=1_000_00)
    shown_fen = quote(offer).paid_fen
    buyers = [make_investor(f"b{n}@example.cn", funds_fen=2_000_00) for n in range(2)]
    between = MeetingPoint(2)

    def read_without_lock(rows):
        found = rows.get()
        between.meet()
        return found

    def lower_blindly(deal, at) -> None:
        ClaimOffer.objects.filter(pk=deal.offer.pk).update(sold_fen=F("sold_fen") + deal.part_fen)

    monkeypatch.setattr(room, "lock_books", read_books)
    monkeypatch.setattr(room, "lock_one", read_without_lock)
    monkeypatch.setattr(room, "_lower", lower_blindly)
    monkeypatch.setattr(room, "lock_wallets", lambda owners: None)

    def mend() -> None:
        ClaimOffer.objects.filter(pk=offer.pk).update(sold_fen=0)

    with (
        without_constraint(ClaimOffer, "claim_offer_sold_once", mend),
        without_constraint(ClaimOffer, "claim_offer_sold_is_sold_out", mend),
    ):
        outcomes = race([lambda who=who: buy(offer, who, 1_000_00, shown_fen=shown_fen) for who in buyers])
        assert between.all_met
        assert errors_of(outcomes) == []
        assert ClaimSale.objects.aggregate(total=Sum("principal_fen"))["total"] == 2_000_00


def test_a_buyer_against_an_early_settlement_pays_a_holder_once() -> None:
    loan = make_sellable_loan()
    offer = put_up(claim_of(loan))
    buyer = make_investor("buyer@example.cn", funds_fen=20_000_00)
    fund(loan.borrower, 5_000_00)
    [book] = read_books([loan.pk])
    owed_fen = settlement_of(book, clock.today()).total_fen
    shown_fen, outstanding_fen = quote(offer).paid_fen, offer.claim.outstanding_fen
    outcomes = race(
        [
            lambda: buy(offer, buyer, offer.amount_fen, shown_fen=shown_fen),
            lambda: settle_loan(loan=loan, payer=loan.borrower, shown_fen=owed_fen, key="s"),
        ]
    )
    loan.refresh_from_db()
    offer.refresh_from_db()
    assert (outcomes[1].is_ok, loan.status) == (True, "settled")
    last = ClaimReceipt.objects.filter(payment__kind="settlement")
    assert last.aggregate(total=Sum("principal_fen"))["total"] == outstanding_fen
    # Whoever was first: the sale stands and the buyer is repaid, or it never was.
    if outcomes[0].is_ok:
        assert [row.holder for row in last] == [buyer]
        assert offer.status == "sold"
    else:
        assert isinstance(outcomes[0].error, Refused)
        assert (wallet_balance(buyer).available_fen, offer.status) == (20_000_00, "withdrawn")
    assert_sound()


def test_a_buyer_against_the_debit_of_the_close() -> None:
    """The debit of the due day and a purchase lock the loan in turn: each fen has one holder."""
    loan = make_sellable_loan()
    offer = put_up(claim_of(loan), amount_fen=4_000_00)
    buyer = make_investor("buyer@example.cn", funds_fen=20_000_00)
    shown_fen = quote(offer).paid_fen
    due_on = dt.date(2026, 3, 15)
    outcomes = race(
        [
            lambda: buy(offer, buyer, 4_000_00, shown_fen=shown_fen),
            lambda: debit_loans(business_date=due_on, loan_ids=[loan.pk]),
        ]
    )
    assert not [error for error in errors_of(outcomes) if error is not Refused]
    loan.refresh_from_db()
    claims = Claim.objects.filter(loan=loan).aggregate(total=Sum("outstanding_fen"))["total"]
    assert claims == loan.outstanding_fen
    assert_sound()


def test_a_buyer_against_the_seller_who_takes_it_down() -> None:
    loan = make_sellable_loan()
    offer = put_up(claim_of(loan), amount_fen=1_000_00)
    buyer = make_investor("buyer@example.cn", funds_fen=2_000_00)
    shown_fen = quote(offer).paid_fen
    race(
        [
            lambda: buy(offer, buyer, 1_000_00, shown_fen=shown_fen),
            lambda: take_down_offer(offer=offer, seller=offer.seller),
        ]
    )
    offer.refresh_from_db()
    assert (offer.status, ClaimSale.objects.count()) in {("sold", 1), ("withdrawn", 0)}
    assert_sound()


def test_a_claim_is_put_up_once() -> None:
    claim = claim_of(make_sellable_loan())
    outcomes = race(
        [
            lambda n=n: put_up_claim(
                claim=claim, seller=claim.holder, amount_fen=1_000_00, price_ppm=10**6, key=f"k{n}"
            )
            for n in range(4)
        ]
    )
    assert sum(outcome.is_ok for outcome in outcomes) == 1
    assert ClaimOffer.objects.count() == 1
    assert Loan.objects.count() == 1
