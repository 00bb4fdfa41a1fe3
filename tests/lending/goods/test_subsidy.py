"""Interest that the dealer pays: set aside at the delivery, paid on each due date, the rest given back; to the fen."""

import datetime as dt
from dataclasses import replace

import pytest

from accounts import clock
from accounts.errors import Refused
from accounts.invariants import check_all
from accounts.models import Dealer, Message, User
from accounts.services.deliver_events import deliver_events
from finance import chart
from finance.models import Entry, Hold, Transfer
from finance.posting import EntryInput, TransferInput
from finance.queries.wallets import wallet_balance
from finance.services.post_entries import post_entries
from lending.models import (
    Acceleration,
    Claim,
    ClaimReceipt,
    DebitRequest,
    GoodsOrder,
    Instalment,
    InterestSubsidy,
    Loan,
    LoanPayment,
    Restructure,
    Waiver,
)
from lending.redrawing.plans import plan_prepayment
from lending.redrawing.restructure_story import plan_of
from lending.redrawing.restructuring import plan_restructure_of
from lending.repayment.book import read_books
from lending.repayment.dues import borrower_settlement_of, collect_dues, settlement_of
from lending.services.accept_restructure import accept_restructure
from lending.services.accept_waiver import accept_waiver
from lending.services.ask_return import ask_return
from lending.services.pay_loan import pay_loan
from lending.services.pay_subsidies import find_subsidies_due, pay_subsidies
from lending.services.prepay_loan import prepay_loan
from lending.services.publish_product import publish_product
from lending.services.seed_products import HOME_FREE, STEADY, seed_products
from lending.services.settle_loan import settle_loan
from lending.services.take_back_goods import take_back_goods
from tests import dealers
from tests.closing import close_before, close_through, set_today
from tests.factories import make_customer, make_staff
from tests.lending import factories
from tests.lending.goods import factories as goods
from tests.lending.test_card_debits import ask_bank, grant
from tests.money import fund

pytestmark = pytest.mark.django_db
START = dt.date(2026, 1, 15)
FREE = "home-free"


@pytest.fixture
def seller(db: None) -> Dealer:
    set_today(START)
    return dealers.active()


@pytest.fixture
def lenders(seller: Dealer) -> tuple[User, User]:
    first, second = (factories.make_investor(f"{name}@example.cn") for name in ("first", "second"))
    return first, second


def wallet(user: User) -> tuple[int, int]:
    balance = wallet_balance(user)
    return balance.available_fen, balance.held_fen


def assert_sound() -> None:
    assert [finding for finding in check_all() if not finding.ok] == []


def second_customer() -> User:
    return make_customer("buyer@example.cn", name="王买")


def sold(seller: Dealer, customer: User, lenders: tuple[User, User]) -> GoodsOrder:
    first, second = lenders
    return goods.delivered(seller, customer, {first: 3_300_00, second: 6_700_00}, product_code=FREE)


def interest_of(loan: Loan) -> list[int]:
    return list(
        Instalment.objects.filter(loan=loan, superseded_at=None)
        .order_by("n")
        .values_list("interest_fen", flat=True)
    )


def test_the_interest_is_set_aside_in_the_entry_of_the_delivery(
    seller: Dealer, customer: User, lenders: tuple[User, User]
) -> None:
    order = sold(seller, customer, lenders)
    interest = interest_of(order.loan)
    assert (len(interest), interest[0], sum(interest)) == (12, 61_67, 405_34)
    assert (order.subsidy_fen, order.merchant_fee_fen) == (405_34, 200_00)
    # 10,000 financed and 2,000 down, less 200 fee (2 %), 500 retention (5 %) and the interest of the whole life.
    assert wallet(dealers.owner(seller)) == (10_894_66, 905_34)
    entry = Entry.objects.get(kind="loan.disbursed")
    moved = Transfer.objects.filter(entry=entry, purpose="subsidy").order_by("pk")
    assert [(one.debit.code, one.credit.code, one.amount_fen) for one in moved] == [
        ("2001", "2002", fen) for fen in interest
    ]
    holds = Hold.objects.filter(purpose="subsidy", reference=order.loan.number).order_by("pk")
    assert [hold.amount_fen for hold in holds] == interest
    assert_sound()


def test_a_whole_life_costs_the_customer_the_price_and_brings_the_lenders_their_interest(
    seller: Dealer, customer: User, lenders: tuple[User, User]
) -> None:
    order = sold(seller, customer, lenders)
    owner, (first, second) = dealers.owner(seller), lenders
    fund(customer, 10_000_00)
    close_through(dt.date(2026, 2, 15))
    paid = LoanPayment.objects.order_by("pk")
    assert [(one.kind, one.payer_id, one.amount_fen) for one in paid] == [
        ("dealer", owner.pk, 61_67),
        ("automatic", None, 805_44),
    ]
    got = {one.holder_id: one.interest_fen for one in ClaimReceipt.objects.filter(payment=paid[0])}
    assert got == {first.pk: 20_35, second.pk: 41_32}
    assert wallet(customer) == (10_000_00 - 805_44, 0)
    assert wallet(owner) == (10_894_66, 905_34 - 61_67)
    assert_sound()

    close_through(dt.date(2027, 1, 15))

    order = goods.fresh(order)
    assert (order.loan.status, wallet(customer)) == ("settled", (0, 0))
    own = LoanPayment.objects.exclude(kind="dealer")
    assert sum(one.amount_fen for one in own) == 10_000_00
    assert {one.interest_fen for one in own} == {0}
    theirs = LoanPayment.objects.filter(kind="dealer").order_by("pk")
    assert [one.amount_fen for one in theirs] == interest_of(order.loan)
    assert wallet(owner) == (10_894_66 + 500_00, 0)
    assert sum(wallet(one)[0] for one in lenders) == 200_000_00 + 405_34
    assert sum(one.paid_fen for one in InterestSubsidy.objects.all()) == order.subsidy_fen
    assert_sound()


def test_a_close_run_twice_pays_once(seller: Dealer, customer: User, lenders: tuple[User, User]) -> None:
    order = sold(seller, customer, lenders)
    due_on = dt.date(2026, 2, 15)
    close_before(due_on)
    assert find_subsidies_due(due_on - dt.timedelta(days=1), 0, 10) == []
    ids = find_subsidies_due(due_on, 0, 10)
    assert ids == [order.loan_id]
    assert pay_subsidies(business_date=due_on, loan_ids=ids) == 1
    before = Entry.objects.count()
    assert pay_subsidies(business_date=due_on, loan_ids=ids) == 0
    close_through(due_on)
    assert LoanPayment.objects.get().amount_fen == 61_67
    assert Entry.objects.count() == before
    assert_sound()


def test_a_late_customer_bears_the_penalty_and_the_lenders_get_the_interest_on_its_date(
    seller: Dealer, customer: User, lenders: tuple[User, User]
) -> None:
    order = sold(seller, customer, lenders)
    close_through(dt.date(2026, 3, 15))
    assert [(one.kind, one.amount_fen) for one in LoanPayment.objects.order_by("pk")] == [
        ("dealer", 61_67),
        ("dealer", 56_70),
    ]
    [book] = read_books([order.loan.pk])
    dues = collect_dues(book, clock.today())
    late = book.instalments[0]
    # 805.44 for 29 days at 11 %: the customer's own.
    assert (late.unpaid_interest_fen, late.unpaid_overdue_interest_fen) == (0, 7_04)
    assert dues.now_fen == 805_44 + 7_04 + 810_41 + book.instalments[1].unpaid_overdue_interest_fen
    fund(customer, dues.now_fen)
    pay_loan(loan=order.loan, payer=customer, amount_fen=dues.now_fen, key="late")
    last = LoanPayment.objects.latest("pk")
    assert (last.kind, last.interest_fen, last.principal_fen) == ("manual", 0, 805_44 + 810_41)
    assert last.overdue_interest_fen >= 7_04
    assert LoanPayment.objects.filter(kind="dealer").count() == 2
    assert_sound()


def test_an_instalment_paid_ahead_brings_its_interest_along(
    seller: Dealer, customer: User, lenders: tuple[User, User]
) -> None:
    order = sold(seller, customer, lenders)
    close_before(dt.date(2026, 1, 25))
    fund(customer, 805_44)
    with pytest.raises(Refused):
        pay_loan(loan=order.loan, payer=customer, amount_fen=867_11, key="with interest")
    assert not LoanPayment.objects.exists()
    pay_loan(loan=order.loan, payer=customer, amount_fen=805_44, key="ahead")
    assert [(one.kind, one.amount_fen) for one in LoanPayment.objects.order_by("pk")] == [
        ("dealer", 61_67),
        ("manual", 805_44),
    ]
    assert Instalment.objects.get(loan=order.loan, n=1).settled_on == dt.date(2026, 1, 25)
    close_through(dt.date(2026, 2, 15))
    assert LoanPayment.objects.count() == 2
    assert_sound()


def test_the_card_is_debited_for_the_principal_alone_and_the_dealer_pays_first(
    seller: Dealer, customer: User, lenders: tuple[User, User]
) -> None:
    order, due_on = sold(seller, customer, lenders), dt.date(2026, 2, 15)
    fund(customer, 100_00)
    grant(order.loan, customer)
    close_before(due_on)
    assert DebitRequest.objects.get().amount_fen == 705_44
    ask_bank()
    assert [(one.kind, one.amount_fen, one.value_on) for one in LoanPayment.objects.order_by("pk")] == [
        ("dealer", 61_67, due_on),
        ("card", 705_44, due_on),
    ]
    close_through(due_on)
    assert Instalment.objects.get(loan=order.loan, n=1).settled_on == due_on
    assert_sound()


def test_an_early_settlement_gives_the_days_that_never_come_back_to_the_dealer(
    seller: Dealer, customer: User, lenders: tuple[User, User]
) -> None:
    order = sold(seller, customer, lenders)
    owner = dealers.owner(seller)
    fund(customer, 10_000_00)
    close_before(dt.date(2026, 2, 25))
    [book] = read_books([order.loan.pk])
    # Ten days of 9,194.56 at 7.4 %.
    assert settlement_of(book, clock.today()).interest_fen == 18_90
    figure = borrower_settlement_of(book, clock.today())
    assert (figure.interest_fen, figure.total_fen) == (0, 9_194_56)
    settle_loan(loan=order.loan, payer=customer, shown_fen=9_194_56, key="settle")
    deliver_events()
    order = goods.fresh(order)
    assert (order.loan.status, wallet(customer)) == ("settled", (0, 0))
    assert [(one.kind, one.amount_fen) for one in LoanPayment.objects.order_by("pk")] == [
        ("dealer", 61_67),
        ("automatic", 805_44),
        ("dealer", 18_90),
        ("settlement", 9_194_56),
    ]
    # The retention stays until the close; of the interest all but 80.57 is the dealer's again.
    assert wallet(owner) == (10_894_66 + 405_34 - 61_67 - 18_90, 500_00)
    told = Message.objects.get(to=customer, template="loan_settled", channel="inbox")
    assert "10,000.00" in told.body
    assert_sound()


def test_a_return_gives_the_interest_back_and_refunds_the_principal_alone(
    seller: Dealer, customer: User, lenders: tuple[User, User]
) -> None:
    order = sold(seller, customer, lenders)
    goods.delivered(seller, second_customer())
    owner = dealers.owner(seller)
    order = goods.fresh(ask_return(order=order, customer=customer, reason="颜色与样品不符"))
    fund(customer, 805_44)
    close_before(dt.date(2026, 2, 20))
    order = goods.fresh(take_back_goods(order=order, actor=owner))
    # 9,194.56 left, five days of it: 9.45. Back to the customer: 805.44 principal repaid and 2,000 down.
    assert (order.status, order.refunded_fen, wallet(customer)) == ("returned", 2_805_44, (2_805_44, 0))
    payment = LoanPayment.objects.get(kind="return")
    assert (payment.principal_fen, payment.interest_fen) == (9_194_56, 9_45)
    start_fen = 10_894_66 + 500_00 + 405_34 + 11_200_00
    assert wallet(owner) == (start_fen - 61_67 + 200_00 - 9_204_01 - 2_805_44, 500_00)
    assert_sound()


def test_a_dealer_short_of_money_keeps_the_interest_set_aside_while_a_return_waits(
    seller: Dealer, customer: User, lenders: tuple[User, User]
) -> None:
    order = sold(seller, customer, lenders)
    coming = goods.shipped(seller, second_customer())
    owner = dealers.owner(seller)
    close_before(dt.date(2026, 1, 20))
    order = goods.fresh(ask_return(order=order, customer=customer, reason="颜色与样品不符"))
    order = goods.fresh(take_back_goods(order=order, actor=owner))
    # What is free is set aside for the return, beside retention, interest and the coming order's down payment.
    assert (order.status, wallet(owner)) == ("awaiting_funds", (0, 10_894_66 + 905_34 + 2_000_00))
    assert find_subsidies_due(dt.date(2026, 2, 15), 0, 10) == []
    assert_sound()
    goods.accept_piece(coming)
    deliver_events()
    assert goods.fresh(order).status == "returned"
    # 10,010.28 to the lenders, 2,000 to the customer, 200 fee back.
    assert wallet(owner) == (11_200_00 + 11_800_00 + 200_00 - 12_010_28, 500_00)
    assert not InterestSubsidy.objects.filter(paid_fen__gt=0).exists()
    assert_sound()


def test_a_dealer_who_cannot_set_the_interest_aside_does_not_deliver(seller: Dealer, customer: User) -> None:
    seed_products()
    publish_product(
        draft=replace(HOME_FREE, merchant_fee_ppm=200_000, retention_ppm=970_000), published_by=None
    )
    order = goods.shipped(seller, customer, product_code=FREE)
    owner, before = dealers.owner(seller), Entry.objects.count()
    code = goods.code_for(order, "delivery", 1)
    with pytest.raises(Refused) as refusal:
        goods.accept_piece(order, code=code)
    # 10,000 less 2,000 fee and 9,700 retention, and 2,000 down: 300 for 405.34 of interest.
    assert (refusal.value.code, "105.34" in str(refusal.value.message)) == ("dealer_short", True)
    assert (Entry.objects.count(), Loan.objects.count()) == (before, 0)
    assert (goods.fresh(order).status, wallet(owner)) == ("shipped", (0, 2_000_00))
    fund_dealer(owner, 105_34)
    # The code was not used up.
    assert goods.accept_piece(order, code=code).status == "delivered"
    assert wallet(owner)[0] == 0
    assert_sound()


# -- a schedule drawn anew ---------------------------------------------------------------------------------------


def test_a_part_paid_early_is_principal_alone_and_lowers_what_is_set_aside(
    seller: Dealer, customer: User, lenders: tuple[User, User]
) -> None:
    order = sold(seller, customer, lenders)
    owner, loan = dealers.owner(seller), order.loan
    fund(customer, 3_000_00)
    close_before(dt.date(2026, 1, 25))
    [book] = read_books([loan.pk])
    redrawn = plan_prepayment(book, principal_fen=3_000_00, choice="smaller_instalment", on=clock.today())
    prepay_loan(
        loan=loan,
        payer=customer,
        principal_fen=3_000_00,
        choice="smaller_instalment",
        shown_hash=redrawn.shown_hash,
        key="part",
    )
    # Ten days of 10,000 at 7.4 % are the dealer's: 20.56.
    assert [(one.kind, one.amount_fen) for one in LoanPayment.objects.order_by("pk")] == [
        ("dealer", 20_56),
        ("prepayment", 3_000_00),
    ]
    left_fen = sum(fen for fen in interest_of(loan)[1:])
    assert 0 < left_fen < 405_34 - 20_56
    assert wallet(owner) == (10_894_66 + 405_34 - 20_56 - left_fen, 500_00 + left_fen)
    assert wallet(customer) == (0, 0)
    assert_sound()
    close_through(dt.date(2026, 2, 15))
    assert LoanPayment.objects.latest("pk").kind == "dealer"
    assert_sound()


def test_a_loan_called_in_gives_the_interest_that_never_comes_back(
    seller: Dealer, customer: User, lenders: tuple[User, User]
) -> None:
    order = sold(seller, customer, lenders)
    owner, loan = dealers.owner(seller), order.loan
    close_before(dt.date(2026, 4, 25))
    paid_fen = sum(interest_of(loan)[:3])
    Acceleration.objects.create(
        number="AC1",
        loan=loan,
        status="noticed",
        reason="三期未还",
        planned_by=make_staff("officer@example.cn", "collections_officer"),
        planned_at=clock.now(),
        approval_number="AP1",
        noticed_on=dt.date(2026, 4, 20),
        effective_on=dt.date(2026, 4, 25),
    )
    close_through(dt.date(2026, 4, 25))
    last = LoanPayment.objects.filter(kind="dealer").latest("pk")
    called = Instalment.objects.get(loan=loan, superseded_at=None, due_on=dt.date(2026, 4, 25))
    assert last.amount_fen == called.interest_fen == called.interest_paid_fen
    assert 0 < last.amount_fen < interest_of(loan)[2]
    # Three instalments and the days of the fourth; the rest is the dealer's again, the retention waits.
    assert wallet(owner) == (10_894_66 + 405_34 - paid_fen - last.amount_fen, 500_00)
    assert not Hold.objects.filter(purpose="subsidy", status="held").exists()
    assert_sound()


def test_a_longer_schedule_is_covered_as_far_as_the_money_set_aside_reaches(
    seller: Dealer, customer: User, lenders: tuple[User, User]
) -> None:
    order = sold(seller, customer, lenders)
    owner, loan = dealers.owner(seller), order.loan
    close_before(dt.date(2026, 3, 25))
    paid_fen = sum(interest_of(loan)[:2])
    offer = Restructure.objects.create(
        number="RS1",
        loan=loan,
        status="offered",
        hardship="illness",
        words="生病住院",
        asked_on=START,
        asked_at=clock.now(),
        extra_periods=3,
        planned_by=make_staff("officer@example.cn", "risk_officer"),
        approval_number="AP1",
        offer_until_on=dt.date(2026, 4, 20),
    )
    plan = plan_of(offer)
    assert plan is not None
    # A lower rate would be the dealer's gain, so there is none.
    with pytest.raises(Refused) as refused:
        plan_restructure_of(
            read_books([loan.pk])[0],
            extra_periods=6,
            holiday_periods=0,
            lowered_rate_ppm=10_000,
            on=clock.today(),
            is_voted=True,
        )
    assert refused.value.code == "dealer_pays"
    # Up to the day the customer owes the penalty of two late instalments and no interest.
    assert plan.arrears_fen == plan.settlement.overdue_interest_fen > 0
    fund(customer, plan.arrears_fen)
    accept_restructure(number="RS1", borrower=customer, shown_hash=plan.shown_hash, key="k")
    assert wallet(customer) == (0, 0)
    days = LoanPayment.objects.filter(kind="dealer").latest("pk")
    assert (days.amount_fen, LoanPayment.objects.latest("pk").interest_fen) == (17_23, 0)
    rows = list(Instalment.objects.filter(loan=loan, superseded_at=None).order_by("n"))
    left_fen = 405_34 - paid_fen - 17_23
    assert sum(row.dealer_interest_fen for row in rows) == left_fen < sum(row.interest_fen for row in rows)
    # The oldest first: what the longer term costs on top is the customer's, at the end.
    assert rows[0].borrower_interest_fen == 0 < rows[-1].borrower_interest_fen
    assert wallet(owner) == (10_894_66, 500_00 + left_fen)
    assert_sound()


def test_interest_that_a_holder_waives_on_its_due_date_comes_back_to_the_dealer(
    seller: Dealer, customer: User, lenders: tuple[User, User]
) -> None:
    first, second = lenders
    shares = {first: 3_300_00, second: 6_700_00}
    order = goods.delivered(seller, customer, shares, product_code=FREE, periods=3)
    owner, interest = dealers.owner(seller), interest_of(order.loan)
    close_before(dt.date(2026, 4, 15))
    assert wallet(owner)[1] == 500_00 + interest[2]
    Waiver.objects.create(
        number="WV1",
        loan=order.loan,
        claim=Claim.objects.get(loan=order.loan, holder=first),
        holder=first,
        interest_fen=1_00,
        status="offered",
        reason="借款人患重病",
        planned_by=make_staff("officer@example.cn", "collections_officer"),
        planned_at=clock.now(),
        approval_number="AP1",
        offer_until_on=dt.date(2026, 4, 20),
    )
    free_fen = wallet(owner)[0]
    accept_waiver(number="WV1", holder=first)
    assert wallet(owner) == (free_fen + 1_00, 500_00 + interest[2] - 1_00)
    assert_sound()
    close_through(dt.date(2026, 4, 15))
    assert wallet(owner) == (free_fen + 1_00, 500_00)
    assert LoanPayment.objects.latest("pk").amount_fen == interest[2] - 1_00
    assert_sound()


def test_a_cash_product_has_no_dealer_to_pay_the_interest(db: None) -> None:
    with pytest.raises(Refused) as refusal:
        publish_product(draft=replace(STEADY, is_interest_paid_by_dealer=True), published_by=None)
    assert refusal.value.code == "bad_product"


def fund_dealer(owner: User, amount_fen: int) -> None:
    """Give a company's wallet money without its bank."""
    other = second_customer()
    fund(other, amount_fen)
    move = TransferInput(chart.wallet_available(other), chart.wallet_available(owner), amount_fen, "test")
    post_entries([EntryInput("test", "test", f"test:{amount_fen}", [move])])
