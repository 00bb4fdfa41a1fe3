"""Selling claims: price, accrued interest, fees, and what becomes of the parts, to the fen."""

import datetime as dt
from collections import defaultdict

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from django.db.utils import DatabaseError

from accounts import clock
from accounts.errors import Refused
from accounts.invariants import check_all
from accounts.models import Event, RuleVersion, User
from finance.custody.sandbox_customer import pay_out
from finance.models import LedgerAccount, Transfer
from finance.queries.wallets import wallet_balance
from lending.models import Claim, ClaimReceipt, ClaimSale, Instalment, Loan, Product
from lending.product_draft import ProductDraft
from lending.queries.claim_market import TradeTotals, trade_totals
from lending.queries.flows import dated_flows
from lending.queries.portfolio import coming_shares, read_portfolio, receipts_by_year
from lending.repayment.book import read_books
from lending.repayment.dues import collect_dues, settlement_of
from lending.services.expire_claim_offers import expire_claim_offers, find_offers_to_expire
from lending.services.pay_loan import pay_loan
from lending.services.publish_product import publish_product
from lending.services.settle_loan import settle_loan
from lending.services.take_down_offer import take_down_offer
from tests.closing import close_before, close_through
from tests.lending.claim_sales.factories import (
    SALE_DAY,
    buy,
    claim_of,
    make_sellable_loan,
    put_up,
    quote,
)
from tests.lending.factories import make_investor
from tests.money import fund

METHODS = [
    ("steady", "equal_instalment", 3),
    ("steady", "equal_principal", 3),
    ("short", "interest_only", 3),
    ("short", "bullet", 3),
    ("level", "flat", 3),
]


def free(user: User) -> int:
    return wallet_balance(user).available_fen


def assert_sound() -> None:
    assert [finding for finding in check_all() if not finding.ok] == []


def control_accounts() -> list[tuple[int, int]]:
    rows = LedgerAccount.objects.filter(code__in=["1301", "2301"]).order_by("code", "slot")
    return list(rows.values_list("debits_fen", "credits_fen"))


def publish_level() -> None:
    if Product.objects.filter(code="level").exists():
        return
    draft = ProductDraft(
        code="level",
        name_en="Level",
        name_zh="等本等息",
        summary_en="The same every month.",
        summary_zh="每月相同。",
        amount_min_fen=1_000_00,
        amount_max_fen=50_000_00,
        amount_step_fen=100_00,
        term_choices=[3],
        methods=["flat"],
        rates_ppm={"A": 40_000, "B": 45_000, "C": 50_000, "D": 55_000},
        overdue_rate_ppm=110_000,
        grace_days=3,
    )
    publish_product(draft=draft, published_by=None)


def test_a_whole_claim_at_a_discount_to_the_fen(db: None) -> None:
    loan = make_sellable_loan()
    claim = claim_of(loan)
    seller, buyer = claim.holder, make_investor("buyer@example.cn", funds_fen=20_000_00)
    first = Instalment.objects.get(loan=loan, n=1)
    outstanding = 10_000_00 - first.principal_fen
    assert claim.outstanding_fen == outstanding
    offer = put_up(claim, price_ppm=985_000)
    assert (offer.fee_ppm, offer.until_on) == (8_000, dt.date(2026, 3, 12))
    # 14 days from 15 February to 1 March under 30/360 are 16.
    accrued = round(outstanding * 74 * 16 / 360_000)
    price = round(outstanding * 985 / 1000)
    fee = round(price * 8 / 1000)
    before = (free(seller), free(buyer), control_accounts())
    sale = buy(offer, buyer)
    assert (sale.principal_fen, sale.price_fen, sale.accrued_fen, sale.fee_fen) == (
        outstanding,
        price,
        accrued,
        fee,
    )
    assert (sale.interest_fee_fen, sale.interest_tax_fen, sale.earlier_fen) == (0, 0, 0)
    assert free(seller) - before[0] == price + accrued - fee == sale.proceeds_fen
    assert before[1] - free(buyer) == price + accrued == sale.paid_fen
    assert control_accounts() == before[2]
    income = Transfer.objects.filter(entry=sale.entry, credit__code__in=["4003", "2221"])
    assert income.aggregate(total=Sum("amount_fen"))["total"] == fee
    claim.refresh_from_db()
    offer.refresh_from_db()
    assert (claim.status, claim.outstanding_fen, claim.principal_fen) == ("sold", 0, 10_000_00)
    assert (claim.ended_on, offer.status, offer.end_reason) == (SALE_DAY, "sold", "sold_out")
    bought = sale.bought_claim
    assert (bought.holder, bought.principal_fen, bought.outstanding_fen) == (buyer, outstanding, outstanding)
    assert (bought.opened_on, bought.bid) == (SALE_DAY, None)
    assert_sound()


def test_the_same_press_twice_buys_once_and_another_one_nothing(db: None) -> None:
    loan = make_sellable_loan()
    offer, buyer = put_up(claim_of(loan)), make_investor("buyer@example.cn", funds_fen=20_000_00)
    shown = quote(offer, 1_000_00).paid_fen
    first = buy(offer, buyer, 1_000_00, shown_fen=shown, key="press")
    assert buy(offer, buyer, 1_000_00, shown_fen=shown, key="press") == first
    assert ClaimSale.objects.count() == 1
    buy(offer, buyer)
    with pytest.raises(Refused) as refused:
        buy(offer, buyer, 100_00, shown_fen=1)
    assert refused.value.code == "offer_ended"
    assert_sound()


@pytest.mark.parametrize("event", ["paid", "settled"])
@pytest.mark.parametrize(("product", "method", "periods"), METHODS)
def test_parts_get_what_the_whole_would_have_got(
    db: None, product: str, method: str, periods: int, event: str
) -> None:
    """The holders of a claim sold in parts get together, day by day, what the one of its twin gets."""
    publish_level()
    loan = make_sellable_loan(shares=[3_300_00, 6_700_00], product=product, method=method, periods=periods)
    claim = claim_of(loan)
    seller = claim.holder
    before = set(ClaimReceipt.objects.values_list("pk", flat=True))
    expected = {share.due_on: share.total_fen for share in coming_shares(seller, clock.today())}
    buyers = [make_investor(f"b{n}@example.cn", funds_fen=20_000_00) for n in range(3)]
    left = claim.outstanding_fen
    offer = put_up(claim, amount_fen=left - 500_00, price_ppm=1_003_000)
    whole = quote(offer)
    sales = [buy(offer, buyers[0], 577_77), buy(offer, buyers[1], 600_01), buy(offer, buyers[2])]
    assert sum(sale.principal_fen for sale in sales) == left - 500_00
    assert sum(sale.price_fen for sale in sales) == whole.price_fen
    assert sum(sale.fee_fen for sale in sales) == whole.fee_fen
    assert abs(sum(sale.accrued_fen for sale in sales) - whole.accrued_fen) <= 2
    family = [claim.pk, *(sale.bought_claim_id for sale in sales)]
    coming: dict[dt.date, int] = defaultdict(int)
    for holder in (seller, *buyers):
        for share in coming_shares(holder, clock.today()):
            coming[share.due_on] += share.total_fen
    # A fen that does not divide may fall to the loan's other claim.
    assert coming.keys() == expected.keys()
    assert all(abs(coming[on] - expected[on]) <= 4 for on in coming)
    fund_all(loan)
    if event == "paid":
        close_before(loan.matures_on + dt.timedelta(days=1))
    else:
        close_before(dt.date(2026, 4, 1))
        [book] = read_books([loan.pk])
        settle_loan(
            loan=loan, payer=loan.borrower, shown_fen=settlement_of(book, clock.today()).total_fen, key="s"
        )
    loan.refresh_from_db()
    assert (loan.status, loan.outstanding_fen) == ("settled", 0)
    assert set(Claim.objects.filter(pk__in=family).values_list("outstanding_fen", flat=True)) == {0}
    if event == "paid":
        got: dict[dt.date, int] = defaultdict(int)
        for row in ClaimReceipt.objects.filter(claim__in=family).exclude(pk__in=before):
            got[row.payment.value_on] += row.total_fen
        assert all(abs(got[on] - fen) <= 8 for on, fen in expected.items())
    assert_sound()


def fund_all(loan: Loan) -> None:
    fund(loan.borrower, 3_000_00)


def test_a_late_payment_before_the_sale_leaves_the_period_shared_as_it_was_earned(db: None) -> None:
    """Principal that came after the period began counts for the buyer too, as if bought on its first day."""
    loan = make_sellable_loan(shares=[4_000_00, 6_000_00], day=dt.date(2026, 2, 14))
    pay_out(loan.borrower, free(loan.borrower))
    close_before(dt.date(2026, 2, 18))
    fund(loan.borrower, 12_000_00)
    [book] = read_books([loan.pk])
    pay_loan(loan=loan, payer=loan.borrower, amount_fen=collect_dues(book, clock.today()).now_fen, key="late")
    close_before(SALE_DAY)
    claim = claim_of(loan)
    seller, buyer = claim.holder, make_investor("b@example.cn", funds_fen=20_000_00)
    [book] = read_books([loan.pk])
    second = Instalment.objects.get(loan=loan, n=2)
    base = book.outstanding_after(second.starts_on)[claim.number]
    assert base == 4_000_00
    half = claim.outstanding_fen // 2
    offer = put_up(claim, amount_fen=half)
    sale = buy(offer, buyer)
    assert sale.earlier_fen == pytest.approx(4_000_00 * half / claim.outstanding_fen - half, abs=1)
    [book] = read_books([loan.pk])
    shared = book.outstanding_after(second.starts_on)
    assert sum(shared.values()) == 10_000_00
    assert shared[sale.bought_claim.number] == half + sale.earlier_fen
    shares = {
        s.claim_id: s.interest_fen
        for h in (seller, buyer)
        for s in coming_shares(h, clock.today())
        if s.n == 2
    }
    close_before(dt.date(2026, 3, 16))
    for claim_id, interest_fen in shares.items():
        assert (
            ClaimReceipt.objects.get(claim=claim_id, payment__paid_on="2026-03-15").interest_fen
            == interest_fen
        )
    assert abs(shares[claim.pk] - shares[sale.bought_claim_id]) <= 1
    assert_sound()


def test_a_bought_claim_is_sold_on_with_its_own_days(db: None) -> None:
    loan = make_sellable_loan()
    first_buyer, second_buyer = (make_investor(f"{n}@example.cn", funds_fen=20_000_00) for n in ("b1", "b2"))
    sale = buy(put_up(claim_of(loan)), first_buyer)
    with pytest.raises(Refused) as refused:
        put_up(sale.bought_claim)
    assert refused.value.code == "held_too_short"
    close_before(dt.date(2026, 4, 1))
    offer = put_up(sale.bought_claim, amount_fen=2_000_00)
    resale = buy(offer, second_buyer)
    assert (resale.seller, resale.claim) == (first_buyer, sale.bought_claim)
    close_before(dt.date(2026, 4, 16))
    assert_sound()


def test_returns_and_years_tell_what_was_sold_and_bought(db: None) -> None:
    loan = make_sellable_loan()
    claim = claim_of(loan)
    seller, buyer = claim.holder, make_investor("buyer@example.cn", funds_fen=20_000_00)
    sale = buy(put_up(claim, price_ppm=985_000), buyer)
    theirs, ours = (read_portfolio(user, clock.today(), free(user)) for user in (seller, buyer))
    assert (theirs.lent_fen, theirs.outstanding_fen) == (10_000_00, 0)
    assert (ours.lent_fen, ours.outstanding_fen) == (sale.paid_fen, sale.principal_fen)
    assert trade_totals(seller) == TradeTotals(sale.proceeds_fen, 0)
    assert trade_totals(buyer) == TradeTotals(0, sale.paid_fen)
    [*_earlier, flow] = dated_flows(seller, seasoned_on=SALE_DAY)
    assert (flow.on, flow.net_fen, flow.interest_fen) == (SALE_DAY, sale.proceeds_fen, sale.accrued_fen)
    receipt = ClaimReceipt.objects.get(claim=claim)
    [year] = receipts_by_year(seller)
    assert (year.year, year.interest_fen, year.accrued_received_fen) == (
        2026,
        receipt.interest_fen,
        sale.accrued_fen,
    )
    assert year.gross_interest_fen == receipt.interest_fen + sale.accrued_fen
    assert theirs.interest_received_fen == year.gross_interest_fen
    [year] = receipts_by_year(buyer)
    assert (year.gross_interest_fen, year.accrued_paid_fen) == (0, sale.accrued_fen)


def test_where_the_rule_says_so_the_seller_bears_service_fee_and_tax_on_the_accrued_interest(
    db: None,
) -> None:
    loan = make_sellable_loan()
    rule = RuleVersion.objects.get(pack="cn-p2p-2016", code="claim.sale")
    value = {**rule.value, "interest_fee_ppm": 100_000, "interest_tax_ppm": 200_000}
    RuleVersion.objects.create(
        pack=rule.pack, code=rule.code, value=value, valid_from_on=SALE_DAY, article="—"
    )
    buyer = make_investor("buyer@example.cn", funds_fen=20_000_00)
    sale = buy(put_up(claim_of(loan)), buyer)
    assert sale.interest_fee_fen == round(sale.accrued_fen / 10)
    assert sale.interest_tax_fen == round(sale.accrued_fen / 5)
    withheld = Transfer.objects.get(entry=sale.entry, credit__code="2402")
    assert (withheld.amount_fen, withheld.debit.owner) == (sale.interest_tax_fen, sale.seller)
    assert_sound()


def test_an_early_settlement_withdraws_the_offer_in_its_own_transaction(db: None) -> None:
    loan = make_sellable_loan()
    claim = claim_of(loan)
    offer, buyer = put_up(claim), make_investor("buyer@example.cn", funds_fen=20_000_00)
    fund_all(loan)
    [book] = read_books([loan.pk])
    shown = quote(offer).paid_fen
    settle_loan(
        loan=loan, payer=loan.borrower, shown_fen=settlement_of(book, clock.today()).total_fen, key="s"
    )
    offer.refresh_from_db()
    assert (offer.status, offer.end_reason, offer.sold_fen) == ("withdrawn", "loan_paid", 0)
    with pytest.raises(Refused) as refused:
        buy(offer, buyer, 1_000_00, shown_fen=shown)
    assert refused.value.code == "offer_ended"
    assert free(buyer) == 20_000_00
    assert Event.objects.filter(kind="claim_offer.withdrawn").count() == 1
    assert_sound()


def test_taken_down_and_run_out(db: None) -> None:
    loan = make_sellable_loan()
    claim = claim_of(loan)
    offer = put_up(claim, amount_fen=1_000_00)
    buyer = make_investor("buyer@example.cn", funds_fen=20_000_00)
    buy(offer, buyer, 400_00)
    take_down_offer(offer=offer, seller=claim.holder)
    take_down_offer(offer=offer, seller=claim.holder)
    offer.refresh_from_db()
    assert (offer.status, offer.sold_fen, offer.end_reason) == ("withdrawn", 400_00, "taken_down")
    second = put_up(claim)
    assert find_offers_to_expire(dt.date(2026, 3, 11), 0, 10) == []
    close_through(dt.date(2026, 3, 12))
    second.refresh_from_db()
    assert (second.status, second.ended_on) == ("expired", dt.date(2026, 3, 12))
    assert expire_claim_offers(business_date=dt.date(2026, 3, 12), offer_ids=[second.pk]) == []
    with pytest.raises(Refused) as refused:
        take_down_offer(offer=second, seller=claim.holder)
    assert refused.value.code == "offer_ended"
    assert_sound()


def test_a_sale_cannot_be_changed_afterwards(db: None) -> None:
    loan = make_sellable_loan()
    sale = buy(put_up(claim_of(loan)), make_investor("buyer@example.cn", funds_fen=20_000_00))
    for statement in ("UPDATE lending_claimsale SET price_fen = 1", "DELETE FROM lending_claimsale"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert ClaimSale.objects.get().price_fen == sale.price_fen
