"""What is not for sale, and who does not buy: refused, and nothing moved."""

import datetime as dt

import pytest
from django.test import override_settings

from accounts import clock
from accounts.errors import Refused
from accounts.invariants import check_all
from accounts.models import User
from finance.custody.sandbox_customer import pay_out
from finance.models import Entry, WalletFreeze
from finance.queries.wallets import wallet_balance
from lending.models import Claim, ClaimOffer, ClaimSale, Loan
from lending.repayment.book import read_books
from lending.repayment.dues import collect_dues
from lending.services.ask_restructure import ask_restructure
from lending.services.buy_claim import buy_claim
from lending.services.hold_loan import hold_loan
from lending.services.pay_loan import pay_loan
from lending.services.put_up_claim import put_up_claim
from tests.closing import close_before
from tests.factories import make_customer, make_staff
from tests.lending.claim_sales.factories import (
    SALE_DAY,
    buy,
    claim_of,
    make_sellable_loan,
    put_up,
    quote,
)
from tests.lending.factories import make_active_loan, make_investor, rate_investor
from tests.money import fund


def refused_offer(claim: Claim, **terms: int) -> str:
    before = Entry.objects.count(), ClaimOffer.objects.count()
    with pytest.raises(Refused) as refused:
        put_up(claim, **terms)
    assert (Entry.objects.count(), ClaimOffer.objects.count()) == before
    return refused.value.code


def refused_purchase(offer: ClaimOffer, buyer: User, part_fen: int = 1_000_00, shown_fen: int = 0) -> str:
    """Try to buy, and see that money, claims and offer are what they were."""
    shown_fen = shown_fen or quote(offer, min(part_fen, offer.left_fen)).paid_fen
    before = wallet_balance(buyer), ClaimSale.objects.count(), offer.claim.outstanding_fen
    with pytest.raises(Refused) as refused:
        buy(offer, buyer, part_fen, shown_fen=shown_fen)
    offer.refresh_from_db()
    offer.claim.refresh_from_db()
    assert (wallet_balance(buyer), ClaimSale.objects.count(), offer.claim.outstanding_fen) == before
    assert [finding for finding in check_all() if not finding.ok] == []
    return refused.value.code


def test_amount_and_price_have_limits_and_within_them_it_is_offered(db: None) -> None:
    claim = claim_of(make_sellable_loan())
    least, whole = 100_00, claim.outstanding_fen
    for amount in (least - 1, whole + 1, whole - least + 1):
        assert refused_offer(claim, amount_fen=amount) == "part_wrong"
    for price in (899_999, 1_030_001):
        assert refused_offer(claim, price_ppm=price) == "price_wrong"
    assert put_up(claim, amount_fen=least, price_ppm=900_000).fee_ppm == 8_000
    assert refused_offer(claim) == "on_offer"


def test_a_price_above_all_that_comes_is_refused(db: None) -> None:
    loan = make_sellable_loan(periods=3, day=dt.date(2026, 4, 1))
    assert refused_offer(claim_of(loan), price_ppm=1_030_000) == "brings_less"
    put_up(claim_of(loan), price_ppm=1_000_000)


def test_a_claim_of_somebody_else_is_not_sold(db: None) -> None:
    claim = claim_of(make_sellable_loan())
    with pytest.raises(Refused) as refused:
        put_up_claim(
            claim=claim,
            seller=make_investor("other@example.cn"),
            amount_fen=1_000_00,
            price_ppm=10**6,
            key="k",
        )
    assert refused.value.code == "claim_ended"
    assert not ClaimOffer.objects.exists()


def test_days_of_holding_cooling_off_and_the_next_due_date(db: None) -> None:
    loan = make_sellable_loan(day=dt.date(2026, 1, 20))
    claim = claim_of(loan)
    assert refused_offer(claim) == "cooling_off"
    close_before(dt.date(2026, 1, 23))
    assert refused_offer(claim) == "held_too_short"
    # 30 days from 15 January are over on the 14th; the 15th is a due date.
    close_before(dt.date(2026, 2, 14))
    assert refused_offer(claim) == "due_soon"
    close_before(dt.date(2026, 2, 15))
    assert refused_offer(claim) == "instalment_unpaid"
    close_before(dt.date(2026, 2, 16))
    assert put_up(claim).until_on == dt.date(2026, 3, 3)


def test_an_unpaid_instalment_and_what_is_paid_ahead(db: None) -> None:
    loan = make_sellable_loan(day=dt.date(2026, 2, 14))
    pay_out(loan.borrower, wallet_balance(loan.borrower).available_fen)
    close_before(SALE_DAY)
    claim = claim_of(loan)
    assert refused_offer(claim) == "instalment_unpaid"
    fund(loan.borrower, 3_000_00)
    [book] = read_books([loan.pk])
    dues = collect_dues(book, clock.today())
    pay_loan(loan=loan, payer=loan.borrower, amount_fen=dues.now_fen, key="due")
    offer = put_up(claim)
    pay_loan(loan=loan, payer=loan.borrower, amount_fen=100_00, key="ahead")
    offer.refresh_from_db()
    assert (offer.status, offer.end_reason) == ("withdrawn", "loan_paid")
    assert refused_offer(claim) == "begun"


@pytest.mark.parametrize(
    "mark", ["dispute", "hardship", "watch", "frozen_borrower", "frozen_seller", "close"]
)
def test_a_marked_loan_is_not_sold_and_its_offer_not_bought(db: None, mark: str) -> None:
    loan = make_sellable_loan()
    claim = claim_of(loan)
    offer, buyer = put_up(claim, amount_fen=3_000_00), make_investor("buyer@example.cn")
    shown_fen = quote(offer, 1_000_00).paid_fen
    if mark == "dispute":
        hold_loan(
            loan=loan, kind="dispute", reason="争议", placed_by=make_staff("o@example.cn", "risk_officer")
        )
    elif mark == "hardship":
        ask_restructure(loan=loan, borrower=loan.borrower, hardship="job_lost", words="公司裁员")
    elif mark == "watch":
        Loan.objects.filter(pk=loan.pk).update(watched_until_on=SALE_DAY)
    elif mark == "close":
        Loan.objects.filter(pk=loan.pk).update(closed_through_on=SALE_DAY - dt.timedelta(days=2))
    else:
        whose = loan.borrower if mark == "frozen_borrower" else claim.holder
        WalletFreeze.objects.create(
            user=whose, reason="court", reference="x", shortfall_fen=0, frozen_at=clock.now()
        )
    code = refused_purchase(offer, buyer, shown_fen=shown_fen)
    expected = {"watch": "watched", "frozen_seller": "wallet_frozen", "close": "close_running"}
    is_withdrawn = mark in ("dispute", "hardship")
    assert code == ("offer_ended" if is_withdrawn else expected.get(mark, "loan_held"))
    assert offer.status == ("withdrawn" if is_withdrawn else "open")
    if is_withdrawn:
        assert refused_offer(claim) == "loan_held"


def test_who_does_not_buy_and_who_does(db: None) -> None:
    loan = make_sellable_loan()
    offer = put_up(claim_of(loan), amount_fen=8_000_00)
    seller, buyer = offer.seller, make_investor("buyer@example.cn", funds_fen=20_000_00)
    assert refused_purchase(offer, seller) == "own_claim"
    rate_investor(loan.borrower)
    assert refused_purchase(offer, loan.borrower) == "own_loan"
    assert refused_purchase(offer, make_customer("unrated@example.cn")) == "suitability_missing"
    unverified = make_customer("unverified@example.cn", verified=False)
    assert refused_purchase(offer, unverified) == "identity_missing"
    assert refused_purchase(offer, make_investor("poor@example.cn", funds_fen=500_00)) == "insufficient_funds"
    assert refused_purchase(offer, make_investor("c1@example.cn", type_="C1"), 1_000_01) == "over_loan_limit"
    assert refused_purchase(offer, buyer, 9_000_00) == "part_wrong"
    assert refused_purchase(offer, buyer, 7_950_00) == "part_wrong"
    assert refused_purchase(offer, buyer, shown_fen=1_000_00) == "figure_changed"
    with pytest.raises(Refused) as refused:
        buy_claim(
            buyer=buyer,
            offer_number=offer.number,
            amount_fen=1_000_00,
            shown_fen=quote(offer, 1_000_00).paid_fen,
            notice_shown_at=clock.now(),
            key="fast",
        )
    assert refused.value.code == "notice_unread"
    assert buy(offer, buyer, 1_000_00).principal_fen == 1_000_00


def test_limits_count_what_was_lent_and_bought_of_the_loan_and_in_all(db: None) -> None:
    loan = make_sellable_loan()
    offer = put_up(claim_of(loan), amount_fen=8_000_00)
    buyer = make_investor("c2@example.cn", type_="C2", funds_fen=60_000_00)
    buy(offer, buyer, 3_000_00)
    assert refused_purchase(offer, buyer, 2_000_01) == "over_loan_limit"
    for number in range(9):
        make_active_loan(make_customer(f"b{number}@example.cn"), {buyer: 5_000_00}, amount_fen=5_000_00)
    # 3,000 bought and 45,000 lent: 2,000 of the type's 50,000 are left.
    assert buy(offer, buyer, 2_000_00).principal_fen == 2_000_00
    assert refused_purchase(offer, buyer, 100_00) == "over_loan_limit"


def test_while_lenders_are_no_investors_nothing_is_sold(db: None) -> None:
    claim = claim_of(make_sellable_loan())
    offer = put_up(claim)
    with override_settings(RULE_PACK="cn-consumer-finance-2024"), pytest.raises(Refused) as refused:
        buy(offer, make_investor("buyer@example.cn"), 1_000_00, shown_fen=1)
    assert refused.value.code == "sales_closed"
