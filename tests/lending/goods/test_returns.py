"""A return is an early settlement paid by the dealer: to the fen, with and without the money for it."""

import datetime as dt

import pytest

from accounts import clock
from accounts.errors import Refused, StaleState
from accounts.invariants import check_all
from accounts.models import Dealer, Message, User
from accounts.services.deliver_events import deliver_events
from finance.models import Entry, Transfer
from finance.queries.wallets import wallet_balance
from lending.goods.waiting import waiting_returns
from lending.models import ClaimReceipt, GoodsOrder, LoanPayment, Restructure
from lending.services.accept_restructure import accept_restructure
from lending.services.ask_return import ask_return
from lending.services.keep_goods import keep_goods
from lending.services.pay_loan import pay_loan
from lending.services.settle_loan import settle_loan
from lending.services.settle_waiting_return import settle_waiting_return
from lending.services.take_back_goods import take_back_goods
from tests import dealers
from tests.arrivals import arrive
from tests.closing import close_before, close_through, set_today
from tests.factories import make_customer, make_staff
from tests.lending import factories
from tests.lending.goods import factories as goods
from tests.money import fund
from tests.queries import count_queries

pytestmark = pytest.mark.django_db
START = dt.date(2026, 1, 15)


@pytest.fixture
def seller(db: None) -> Dealer:
    set_today(START)
    return dealers.active()


def wallet(user: User) -> tuple[int, int]:
    balance = wallet_balance(user)
    return balance.available_fen, balance.held_fen


def assert_sound() -> None:
    assert [finding for finding in check_all() if not finding.ok] == []


def refused(rule: str, act: object, /, **named: object) -> None:
    with pytest.raises(Refused) as refusal:
        act(**named)  # type: ignore[operator]
    assert refusal.value.code == rule


def asked(order: GoodsOrder) -> GoodsOrder:
    return goods.fresh(ask_return(order=order, customer=order.customer, reason="颜色与样品不符"))


def taken_back(order: GoodsOrder) -> GoodsOrder:
    order = goods.fresh(take_back_goods(order=order, actor=dealers.owner(order.dealer)))
    deliver_events()
    return order


def second_customer() -> User:
    return make_customer("buyer@example.cn", name="王买")


def test_a_return_settles_the_loan_and_refunds_to_the_fen(seller: Dealer, customer: User) -> None:
    first, second = (factories.make_investor(f"{name}@example.cn") for name in ("first", "second"))
    order = goods.delivered(seller, customer, {first: 3_300_00, second: 6_700_00})
    goods.delivered(seller, second_customer())
    owner = dealers.owner(seller)
    assert wallet(owner) == (22_400_00, 1_000_00)
    close_before(dt.date(2026, 1, 20))
    order = asked(order)
    assert wallet(owner) == (22_400_00, 1_000_00)

    order = taken_back(order)

    # Five days of 10,000 at 7.4 %: 10.28 interest. 22,400 + 500 retention + 300 fee - 10,010.28 - 2,000 down.
    assert (order.status, order.refunded_fen, order.returned_on) == (
        "returned",
        2_000_00,
        dt.date(2026, 1, 20),
    )
    assert (wallet(owner), wallet(customer)) == ((11_189_72, 500_00), (2_000_00, 0))
    assert (wallet(first), wallet(second)) == ((100_003_39, 0), (100_006_89, 0))
    payment = LoanPayment.objects.get(loan=order.loan)
    assert (payment.kind, payment.amount_fen, payment.payer) == ("return", 10_010_28, owner)
    assert (payment.principal_fen, payment.interest_fen, payment.early_fee_fen) == (10_000_00, 10_28, 0)
    assert sum(one.total_fen for one in ClaimReceipt.objects.filter(payment=payment)) == 10_010_28
    assert (order.loan.status, order.loan.outstanding_fen) == ("settled", 0)
    back = {
        (one.debit.code, one.credit.code): one.amount_fen
        for one in Transfer.objects.filter(entry__kind="goods.returned").select_related("debit", "credit")
    }
    assert back == {
        ("2190", "2001"): 300_00,
        ("4004", "1003"): 283_02,
        ("2221", "1003"): 16_98,
        ("2001", "2001"): 2_000_00,
    }
    told = set(Message.objects.filter(to=customer, channel="inbox").values_list("template", flat=True))
    assert "goods_returned" in told
    assert "loan_settled" not in told
    take_back_goods(order=order, actor=owner)
    assert LoanPayment.objects.count() == 1
    assert_sound()


def test_what_the_customer_repaid_comes_back_too(seller: Dealer, customer: User) -> None:
    order = goods.delivered(seller, customer)
    goods.delivered(seller, second_customer())
    owner = dealers.owner(seller)
    order = asked(order)
    fund(customer, 867_11)
    close_before(dt.date(2026, 2, 20))
    assert wallet(customer) == (0, 0)
    order = taken_back(order)
    # 9,194.56 left, five days of it: 9.45. Back to the customer: 805.44 principal repaid and 2,000 down, no interest.
    payment = LoanPayment.objects.get(loan=order.loan, kind="return")
    assert (payment.principal_fen, payment.interest_fen) == (9_194_56, 9_45)
    assert (wallet(customer), order.refunded_fen) == ((2_805_44, 0), 2_805_44)
    assert wallet(owner) == (22_400_00 + 500_00 + 300_00 - 9_204_01 - 2_805_44, 500_00)
    assert_sound()


def test_a_loan_paid_off_meanwhile_leaves_the_refund(seller: Dealer, customer: User) -> None:
    order = goods.delivered(seller, customer)
    order = asked(order)
    fund(customer, 10_000_00)
    settle_loan(loan=order.loan, payer=customer, shown_fen=10_000_00, key="settle")
    order = taken_back(order)
    # 11,200 + 500 + 300 less 10,000 principal repaid and 2,000 down.
    assert (order.status, wallet(customer)) == ("returned", (12_000_00, 0))
    assert wallet(dealers.owner(seller)) == (0, 0)
    assert not LoanPayment.objects.filter(kind="return").exists()
    assert_sound()


# -- the dealer is short of money --------------------------------------------------------------------------------


def test_a_dealer_short_of_money_pauses_the_customer_and_pays_from_the_next_payout(
    seller: Dealer, customer: User
) -> None:
    lender = factories.make_investor("lender@example.cn")
    order = goods.delivered(seller, customer, {lender: 10_000_00})
    coming = goods.shipped(seller, second_customer())
    owner = dealers.owner(seller)
    close_before(dt.date(2026, 1, 20))
    order = taken_back(asked(order))
    # 12,010.28 are needed and 12,000 there: nothing is paid, everything is set aside, nobody advances the 10.28.
    assert (order.status, order.loan.status) == ("awaiting_funds", "active")
    assert (wallet(owner), wallet(customer), wallet(lender)) == ((0, 13_700_00), (0, 0), (90_000_00, 0))
    assert {"goods_awaiting_funds"} <= set(
        Message.objects.filter(to=customer).values_list("template", flat=True)
    )
    assert {"goods_dealer_owes"} <= set(Message.objects.filter(to=owner).values_list("template", flat=True))
    assert settle_waiting_return(order_id=order.pk) is False
    third = make_customer("third@example.cn", name="赵买")
    refused("returns_unpaid", goods.quoted, dealer=seller, customer=third)
    refused("goods_returned", pay_loan, loan=order.loan, payer=customer, amount_fen=100_00, key="pay")
    refused("goods_returned", settle_loan, loan=order.loan, payer=customer, shown_fen=1, key="settle")
    assert_sound()

    # The due date passes: nothing is debited, nothing counts as late, nobody is reminded.
    fund(customer, 1_000_00)
    close_through(dt.date(2026, 1, 21))
    assert wallet(customer) == (1_000_00, 0)
    order = goods.accept_piece(coming)
    deliver_events()
    assert order.status == "delivered"
    first = GoodsOrder.objects.order_by("pk")[0]
    # Seven days: 14.39 interest. 11,200 held + 500 retention + 11,200 of the next payout + 300 fee - 12,014.39.
    assert first.status == "returned"
    assert wallet(owner) == (11_200_00 + 500_00 + 11_200_00 + 300_00 - 12_014_39, 500_00)
    assert (wallet(customer), wallet(lender)) == ((3_000_00, 0), (100_014_39, 0))
    assert goods.quoted(seller, third).status == "quoted"
    assert_sound()


def test_what_the_owner_pays_in_pays_the_waiting_return_at_once(seller: Dealer, customer: User) -> None:
    order = goods.delivered(seller, customer)
    assert waiting_returns(seller) is None
    close_before(dt.date(2026, 1, 20))
    order = taken_back(asked(order))
    owner = dealers.owner(seller)
    # 10,010.28 and 2,000 down, less the merchant fee of 300 that comes back; free money and retention are set aside.
    assert owed(seller) == [(11_710_28, 11_700_00, 10_28)]
    assert wallet(owner) == (0, 11_700_00)
    page = arrive(owner).get("/dealer/money/").content.decode()
    assert all(part in page for part in ("¥11,710.28", "¥11,700.00", "¥10.28", order.number))
    fund(owner, 10_27)
    deliver_events()
    assert (goods.fresh(order).status, wallet(owner)) == ("awaiting_funds", (0, 11_710_27))
    assert owed(seller) == [(11_710_28, 11_710_27, 1)]
    # Not the dealer's: nothing of it reaches the return.
    fund(customer, 1_00)
    deliver_events()
    assert goods.fresh(order).status == "awaiting_funds"
    fund(owner, 1_01)
    deliver_events()
    assert (goods.fresh(order).status, wallet(owner)) == ("returned", (1_00, 0))
    assert (wallet(customer), waiting_returns(seller)) == ((2_001_00, 0), None)
    assert_sound()


def test_waiting_returns_on_the_wallet_cost_the_same_questions_each_time(
    seller: Dealer, customer: User
) -> None:
    page, counts = arrive(dealers.owner(seller)), []
    for buyer in (customer, second_customer()):
        order = asked(goods.delivered(seller, buyer))
        GoodsOrder.objects.filter(pk=order.pk).update(status="awaiting_funds", taken_back_at=clock.now())
        # The second order is only made while nothing waits.
        counts.append(count_queries(page, "/dealer/money/"))
        GoodsOrder.objects.filter(pk=order.pk).update(status="return_asked", taken_back_at=None)
    GoodsOrder.objects.update(status="awaiting_funds", taken_back_at=clock.now())
    counts.append(count_queries(page, "/dealer/money/"))
    assert len(owed(seller)) == 2
    assert len(set(counts)) == 1
    assert counts[0] <= 24


def owed(seller: Dealer) -> list[tuple[int, int, int]]:
    waiting = waiting_returns(seller)
    assert waiting is not None
    assert waiting.missing_fen == sum(one.missing_fen for one in waiting.returns)
    return [(one.dealer_pays_fen, one.set_aside_fen, one.missing_fen) for one in waiting.returns]


def test_a_paused_loan_is_not_late(seller: Dealer, customer: User) -> None:
    order = goods.delivered(seller, customer)
    close_before(dt.date(2026, 1, 20))
    order = taken_back(asked(order))
    assert order.status == "awaiting_funds"
    fund(customer, 1_000_00)
    close_through(dt.date(2026, 2, 20))
    order = goods.fresh(order)
    assert (order.loan.overdue_since_on, wallet(customer)) == (None, (1_000_00, 0))
    assert not Message.objects.filter(
        to=customer, template__in=["instalment_due", "instalment_overdue"]
    ).exists()
    assert_sound()


def test_a_paused_loan_is_not_restructured(seller: Dealer, customer: User) -> None:
    order = goods.delivered(seller, customer)
    close_before(dt.date(2026, 1, 20))
    offered = Restructure.objects.create(
        number="RS1",
        loan=order.loan,
        status="offered",
        hardship="illness",
        words="生病住院",
        asked_on=START,
        asked_at=clock.now(),
        extra_periods=3,
        planned_by=officer(),
        approval_number="AP1",
        offer_until_on=dt.date(2026, 2, 20),
    )
    order = taken_back(asked(order))
    assert order.status == "awaiting_funds"
    fund(customer, 1_000_00)
    refused(
        "goods_returned", accept_restructure, number=offered.number, borrower=customer, shown_hash="", key="k"
    )
    order.loan.refresh_from_db()
    assert (order.loan.schedule_version, wallet(customer)) == (1, (1_000_00, 0))


def officer() -> User:
    return make_staff("officer@example.cn", "risk_officer")


# -- asking ------------------------------------------------------------------------------------------------------


def test_a_return_is_asked_for_within_its_days(seller: Dealer, customer: User) -> None:
    order = goods.delivered(seller, customer)
    assert order.return_until_on == dt.date(2026, 1, 22)
    refused("no_reason", ask_return, order=order, customer=customer, reason=" ")
    with pytest.raises(StaleState):
        ask_return(order=order, customer=second_customer(), reason="不喜欢")
    with pytest.raises(StaleState):
        take_back_goods(order=order, actor=dealers.owner(seller))
    close_before(dt.date(2026, 1, 23))
    refused("return_too_late", ask_return, order=order, customer=customer, reason="不喜欢")
    assert goods.fresh(order).status == "delivered"


def test_on_the_last_day_it_is_in_time_and_may_be_taken_back(seller: Dealer, customer: User) -> None:
    order = goods.delivered(seller, customer)
    close_before(dt.date(2026, 1, 22))
    order = asked(order)
    assert asked(order).status == "return_asked"
    order = goods.fresh(keep_goods(order=order, customer=customer))
    assert order.status == "delivered"
    with pytest.raises(StaleState):
        keep_goods(order=order, customer=customer)
    before = Entry.objects.count()
    refused("not_a_member", take_back_goods, order=asked(order), actor=customer)
    assert Entry.objects.count() == before


def test_a_wish_to_return_keeps_the_retention(seller: Dealer, customer: User) -> None:
    order = asked(goods.delivered(seller, customer))
    fund(customer, 3_000_00)
    close_through(dt.date(2026, 4, 15))
    assert wallet(dealers.owner(seller)) == (11_200_00, 500_00)
    keep_goods(order=order, customer=customer)
    close_through(dt.date(2026, 4, 16))
    assert wallet(dealers.owner(seller)) == (11_700_00, 0)


def test_a_return_on_the_pages(seller: Dealer, customer: User) -> None:
    order = goods.delivered(seller, customer)
    goods.delivered(seller, second_customer())
    own, page = arrive(customer), f"/borrow/orders/{order.number}/"
    theirs = f"/dealer/orders/{order.number}/"
    assert 'value="return"' in own.get(page).content.decode()
    own.post(page, {"act": "return", "reason": ""})
    assert goods.fresh(order).status == "delivered"
    own.post(page, {"act": "return", "reason": "颜色与样品不符"})
    own.post(page, {"act": "keep"})
    own.post(page, {"act": "return", "reason": "颜色与样品不符"})
    clerk = arrive(dealers.owner(seller))
    shown = clerk.get(theirs).content.decode()
    assert "颜色与样品不符" in shown
    # On the day itself: 10,000 and the down payment, less the fee that comes back.
    assert "¥11,700.00" in shown
    clerk.post(theirs, {"act": "take_back"})
    assert goods.fresh(order).status == "returned"
    assert "¥2,000.00" in own.get(page).content.decode()
    paid = clerk.get(theirs).content.decode()
    assert [words for words in ("您合计支付", "¥11,700.00", "¥10,000.00") if words not in paid] == []
