"""The delivery is the disbursement: what it needs, whom it pays to the fen, and when the retention is released."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.errors import Refused, StaleState
from accounts.invariants import check_all
from accounts.models import Dealer, Document, Message, User
from accounts.services.deliver_events import deliver_events
from accounts.services.suspend_dealer import suspend_dealer
from finance.errors import InsufficientFunds
from finance.models import Entry, Hold, Transfer
from finance.queries.wallets import wallet_balance
from lending.goods.limits import outstanding_of_dealer
from lending.models import Application, GoodsItem, Listing, Loan
from lending.services.cancel_order import cancel_order
from lending.services.confirm_receipt import confirm_receipt
from lending.services.hold_application import hold_application
from lending.services.lower_price import lower_price
from lending.services.pay_down_payment import pay_down_payment
from lending.services.pay_loan import pay_loan
from lending.services.receipt_down_payment import receipt_down_payment
from lending.services.release_application_hold import release_application_hold
from lending.services.ship_order import ship_order
from lending.services.withdraw_application import withdraw_application
from tests import dealers
from tests.arrivals import arrive
from tests.closing import close_before, close_through, set_today
from tests.factories import make_customer, make_staff
from tests.lending import factories
from tests.lending.goods import factories as goods
from tests.money import fund
from tests.pictures import picture_file
from tests.queries import count_queries

pytestmark = pytest.mark.django_db
TWO = {"items": [("实木餐桌", "TB-0001"), ("餐椅六把", "")]}


def wallet(user: User) -> tuple[int, int]:
    balance = wallet_balance(user)
    return balance.available_fen, balance.held_fen


def assert_sound() -> None:
    assert [finding for finding in check_all() if not finding.ok] == []


def refused(rule: str, act: object, /, *values: object, **named: object) -> None:
    with pytest.raises(Refused) as refusal:
        act(*values, **named)  # type: ignore[operator]
    assert refusal.value.code == rule


# -- on the way --------------------------------------------------------------------------------------------------


def test_only_what_is_paid_for_is_shipped(dealer: Dealer, customer: User) -> None:
    order, owner = goods.listed(dealer, customer), dealers.owner(dealer)
    with pytest.raises(StaleState):
        ship_order(order=order, actor=owner)
    lender = factories.make_investor("lender@example.cn")
    factories.bid(lender, Listing.objects.get(), 10_000_00)
    deliver_events()
    refused("down_payment_missing", ship_order, order=goods.fresh(order), actor=owner)
    fund(customer, 2_000_00)
    pay_down_payment(order=goods.fresh(order), customer=customer)
    application = Application.objects.get()
    officer = make_staff("officer@example.cn", "risk_officer")
    stop = hold_application(application=application, reason="核实收入", placed_by=officer)
    refused("on_hold", ship_order, order=goods.fresh(order), actor=owner)
    release_application_hold(hold=stop, released_by=officer)
    stranger = dealers.owner(dealers.begun("other@dealer.cn"))
    refused("not_a_member", ship_order, order=goods.fresh(order), actor=stranger)
    assert goods.fresh(order).status == "funded"
    ship_order(order=order, actor=owner)
    assert ship_order(order=order, actor=owner).status == "shipped"
    deliver_events()
    assert Message.objects.filter(to=customer, template="goods_order_shipped", channel="inbox").count() == 1


# -- accepted ----------------------------------------------------------------------------------------------------


def test_accepted_delivery_is_the_disbursement(dealer: Dealer, customer: User) -> None:
    first, second = (factories.make_investor(f"{name}@example.cn") for name in ("first", "second"))
    order = goods.shipped(dealer, customer, {first: 3_300_00, second: 6_700_00})
    owner = dealers.owner(dealer)
    assert (wallet(customer), wallet(owner)) == ((0, 0), (0, 2_000_00))
    assert (wallet(first), wallet(second)) == ((96_700_00, 3_300_00), (93_300_00, 6_700_00))

    goods.accept_piece(order)
    deliver_events()

    order, loan = goods.fresh(order), Loan.objects.get()
    assert (order.status, order.loan, order.delivered_on) == ("delivered", loan, clock.today())
    assert (loan.principal_fen, loan.disbursed_on, loan.status) == (10_000_00, clock.today(), "active")
    # 10,000 financed and 2,000 down, less 300 fee (3 %) and 500 retention (5 %).
    assert (wallet(owner), wallet(customer)) == ((11_200_00, 500_00), (0, 0))
    assert (wallet(first), wallet(second)) == ((96_700_00, 0), (93_300_00, 0))
    assert (order.merchant_fee_fen, order.retention_hold.amount_fen) == (300_00, 500_00)
    entry = Entry.objects.get(kind="loan.disbursed")
    moved = {
        (one.debit.code, one.credit.code, one.purpose): one.amount_fen
        for one in Transfer.objects.filter(entry=entry).select_related("debit", "credit")
        if one.purpose in ("down_payment", "retention", "merchant_fee")
    }
    # VAT of 6 % inside the fee: 300.00 = 283.02 + 16.98.
    assert moved == {
        ("2002", "2001", "down_payment"): 2_000_00,
        ("2001", "2002", "retention"): 500_00,
        ("2001", "2190", "merchant_fee"): 300_00,
        ("1003", "4004", "merchant_fee"): 283_02,
        ("1003", "2221", "merchant_fee"): 16_98,
    }
    item = GoodsItem.objects.select_related("photo").get()
    assert (item.serial, item.photo.kind, item.photo.subject_type) == ("TB-0001", "evidence", "goodsorder")
    assert Listing.objects.get().status == "closed"
    assert Application.objects.get().status == "disbursed"
    told = {row.template for row in Message.objects.filter(channel="inbox", to__in=[customer, owner])}
    assert {"goods_loan_begun", "goods_order_paid"} <= told
    assert "loan_paid_out" not in told
    assert outstanding_of_dealer(dealer) == 10_000_00
    assert_sound()


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("serial_missing", {"serial": "  "}),
        ("serial_differs", {"serial": "TB-0002"}),
        ("code_wrong", {"code": "no code"}),
        ("picture_wrong_type", {"photo": picture_file(b"no picture")}),
        ("stale_state", {"piece": 2, "code": "123456"}),
    ],
)
def test_without_code_serial_and_photograph_nothing_moves(
    dealer: Dealer, customer: User, rule: str, changes: dict[str, object]
) -> None:
    order = goods.shipped(dealer, customer)
    before = Entry.objects.count()
    refused(rule, goods.accept_piece, order, **changes)
    assert (Entry.objects.count(), Loan.objects.count()) == (before, 0)
    assert GoodsItem.objects.get().accepted_at is None
    assert goods.accept_piece(order).status == "delivered"


def test_a_refusal_of_the_payout_leaves_the_code_good(dealer: Dealer, customer: User) -> None:
    order = goods.shipped(dealer, customer)
    code = goods.code_for(order, "delivery", 1)
    officer = make_staff("officer@example.cn", "risk_officer")
    stop = hold_application(application=order.application, reason="核实收入", placed_by=officer)
    refused("on_hold", goods.accept_piece, order, code=code)
    assert (Loan.objects.count(), Document.objects.filter(kind="evidence").count()) == (0, 0)
    release_application_hold(hold=stop, released_by=officer)
    assert goods.accept_piece(order, code=code).status == "delivered"


def test_accepted_twice_is_accepted_once(dealer: Dealer, customer: User) -> None:
    order = goods.shipped(dealer, customer)
    code = goods.code_for(order, "delivery", 1)
    goods.accept_piece(order, code=code)
    with pytest.raises(StaleState):
        goods.accept_piece(order, code=code)
    assert Loan.objects.count() == 1
    assert Document.objects.filter(kind="evidence").count() == 1


def test_a_suspended_dealer_hands_nothing_over(dealer: Dealer, customer: User) -> None:
    order = goods.shipped(dealer, customer)
    code = goods.code_for(order, "delivery", 1)
    suspend_dealer(dealer=dealer, actor=make_staff("bm@example.cn", "business_manager"), reason="投诉核查")
    refused("dealer_not_acting", goods.accept_piece, order, code=code)
    assert Loan.objects.count() == 0


def test_the_number_of_bids_costs_no_statement(dealer: Dealer, customer: User) -> None:
    def statements(shares: dict[User, int], buyer: User) -> int:
        order = goods.shipped(dealer, buyer, shares)
        code = goods.code_for(order, "delivery", 1)
        with CaptureQueriesContext(connection) as asked:
            goods.accept_piece(order, code=code)
        return len(asked)

    one = {factories.make_investor("one@example.cn"): 10_000_00}
    ten = {factories.make_investor(f"ten{n}@example.cn"): 1_000_00 for n in range(10)}
    with_one = statements(one, customer)
    assert statements(ten, make_customer("second@example.cn", name="王买")) <= with_one


# -- in parts ----------------------------------------------------------------------------------------------------


def test_the_last_of_several_pieces_disburses(dealer: Dealer, customer: User) -> None:
    order = goods.shipped(dealer, customer, **TWO)
    code = goods.code_for(order, "delivery", 1)
    refused("code_wrong", goods.accept_piece, order, 2, serial="CH-6", code=code)
    own = arrive(customer)
    assert 'value="cancel"' in own.get(f"/borrow/orders/{order.number}/").content.decode()
    order = goods.accept_piece(order, 1, code=code)
    assert (order.status, Loan.objects.count()) == ("shipped", 0)
    # What would be refused is not offered.
    assert 'value="cancel"' not in own.get(f"/borrow/orders/{order.number}/").content.decode()
    clerk = arrive(dealers.owner(dealer))
    assert 'value="cancel"' not in clerk.get(f"/dealer/orders/{order.number}/").content.decode()
    refused("goods_accepted", cancel_order, order=order, actor=customer)
    refused("goods_accepted", withdraw_application, application=order.application, borrower=customer)
    order = goods.accept_piece(order, 2, serial="CH-6")
    assert (order.status, Loan.objects.count()) == ("delivered", 1)
    assert list(order.items.order_by("n").values_list("serial", flat=True)) == ["TB-0001", "CH-6"]
    assert_sound()


def test_what_is_delivered_in_part_only_is_cancelled_after_its_days(customer: User) -> None:
    set_today(dt.date(2026, 1, 15))
    lender = factories.make_investor("lender@example.cn")
    order = goods.accept_piece(goods.shipped(dealers.active(), customer, {lender: 10_000_00}, **TWO), 1)
    close_through(dt.date(2026, 1, 29))
    assert goods.fresh(order).end_reason == "not_delivered"
    assert (wallet(lender), wallet(customer)) == ((100_000_00, 0), (2_000_00, 0))
    assert_sound()


# -- a lower price -----------------------------------------------------------------------------------------------


def test_a_lower_price_comes_off_the_down_payment(dealer: Dealer, customer: User) -> None:
    order, owner = goods.funded(dealer, customer), dealers.owner(dealer)
    order = goods.fresh(lower_price(order=order, actor=owner, price_fen=11_600_00))
    assert (order.price_fen, order.down_payment_fen, order.financed_fen) == (11_600_00, 1_600_00, 10_000_00)
    assert (wallet(customer), wallet(owner)) == ((400_00, 0), (0, 1_600_00))
    order = goods.fresh(lower_price(order=order, actor=owner, price_fen=11_500_00))
    assert (wallet(customer), wallet(owner)) == ((500_00, 0), (0, 1_500_00))
    assert Hold.objects.filter(purpose="down_payment", status="held").count() == 1
    ship_order(order=order, actor=owner)
    goods.accept_piece(goods.fresh(order))
    assert wallet(owner) == (10_700_00, 500_00)
    deliver_events()
    assert Message.objects.filter(to=customer, template="goods_order_lowered", channel="inbox").count() == 2
    assert_sound()


@pytest.mark.parametrize(
    ("rule", "price_fen"),
    [
        ("price_not_lower", 12_000_00),
        ("price_not_lower", 0),
        ("order_anew", 9_999_99),
        ("order_anew", 11_111_11),
    ],
)
def test_refuses_a_price_that_needs_another_loan(
    dealer: Dealer, customer: User, rule: str, price_fen: int
) -> None:
    order, owner = goods.funded(dealer, customer), dealers.owner(dealer)
    refused(rule, lower_price, order=order, actor=owner, price_fen=price_fen)
    assert (goods.fresh(order).price_fen, wallet(owner)) == (12_000_00, (0, 2_000_00))
    assert lower_price(order=order, actor=owner, price_fen=11_111_12).price_fen == 11_111_12


def test_a_receipted_down_payment_is_receipted_anew(dealer: Dealer, customer: User) -> None:
    order, owner = goods.listed(dealer, customer, down_payment_way="store"), dealers.owner(dealer)
    receipt_down_payment(order=order, actor=owner, receipt_number="SJ-1")
    order = goods.fresh(order)
    confirm_receipt(order=order, customer=customer, code=goods.code_for(order, "receipt"))
    order = goods.fresh(lower_price(order=order, actor=owner, price_fen=11_600_00))
    assert (order.is_down_paid, order.receipt_number) == (False, "")


def test_a_piece_that_does_not_come_is_taken_out(dealer: Dealer, customer: User) -> None:
    order, owner = goods.shipped(dealer, customer, **TWO), dealers.owner(dealer)
    refused("nothing_left", lower_price, order=order, actor=owner, price_fen=11_600_00, dropped=[1, 2])
    refused("stale_state", lower_price, order=order, actor=owner, price_fen=11_600_00, dropped=[3])
    order = goods.accept_piece(order, 1)
    refused("stale_state", lower_price, order=order, actor=owner, price_fen=11_600_00, dropped=[1])
    order = goods.fresh(lower_price(order=order, actor=owner, price_fen=11_600_00, dropped=[2]))
    # Nothing else is waited for, so the delivery is complete.
    assert (order.status, order.price_fen) == ("delivered", 11_600_00)
    assert (wallet(customer), wallet(owner)) == ((400_00, 0), (10_800_00, 500_00))
    assert_sound()


# -- the retention -----------------------------------------------------------------------------------------------


def test_the_retention_is_released_after_three_paid_instalments(customer: User) -> None:
    set_today(dt.date(2026, 1, 15))
    dealer = dealers.active()
    order = goods.delivered(dealer, customer)
    owner = dealers.owner(dealer)
    assert wallet(owner) == (11_200_00, 500_00)
    fund(customer, 3_000_00)
    close_through(dt.date(2026, 3, 15))
    assert (goods.fresh(order).status, wallet(owner)) == ("delivered", (11_200_00, 500_00))
    close_before(dt.date(2026, 4, 15))
    assert wallet(owner) == (11_200_00, 500_00)
    close_through(dt.date(2026, 4, 15))
    assert (goods.fresh(order).status, wallet(owner)) == ("released", (11_700_00, 0))
    close_through(dt.date(2026, 4, 16))
    assert wallet(owner) == (11_700_00, 0)
    assert Message.objects.filter(to=owner, template="goods_order_released", channel="inbox").count() == 1
    assert_sound()


def test_an_unpaid_loan_releases_nothing(customer: User) -> None:
    set_today(dt.date(2026, 1, 15))
    dealer = dealers.active()
    order = goods.delivered(dealer, customer)
    close_through(dt.date(2026, 5, 16))
    assert (goods.fresh(order).status, wallet(dealers.owner(dealer))) == ("delivered", (11_200_00, 500_00))
    assert goods.fresh(order).loan.overdue_since_on == dt.date(2026, 2, 15)


def test_the_goods_loan_is_paid_like_any_other(dealer: Dealer, customer: User) -> None:
    order = goods.delivered(dealer, customer)
    due_fen = order.loan.instalments.get(n=1).total_fen
    # 10,000 at 7.4 % over 12 months, no fee: 61.67 interest in the first.
    assert due_fen == 867_11
    fund(customer, due_fen)
    payment = pay_loan(loan=order.loan, payer=customer, amount_fen=due_fen, key="one")
    assert (payment.interest_fen, payment.principal_fen) == (61_67, 805_44)
    with pytest.raises(InsufficientFunds):
        pay_loan(loan=order.loan, payer=customer, amount_fen=1, key="two")
    assert_sound()


# -- pages -------------------------------------------------------------------------------------------------------


def test_the_clerk_hands_over_on_the_page(dealer: Dealer, customer: User) -> None:
    order = goods.funded(dealer, customer)
    clerk = arrive(dealers.add_clerk(dealer).user)
    page = f"/dealer/orders/{order.number}/"
    clerk.post(page, {"act": "ship"})
    assert goods.fresh(order).status == "shipped"
    own = arrive(customer)
    assert 'value="delivery"' in own.get(f"/borrow/orders/{order.number}/").content.decode()
    clerk.post(page, {"act": "code", "piece": "7"})
    code = goods.code_for(goods.fresh(order), "delivery", 1)
    sent = {"act": "accept", "piece": "1", "serial": "TB-0001", "code": code}
    clerk.post(page, sent)
    clerk.post(page, {**sent, "piece": "x", "photo": picture_file()})
    assert goods.fresh(order).status == "shipped"
    clerk.post(page, {**sent, "photo": picture_file()})
    order = goods.fresh(order)
    assert order.status == "delivered"
    shown = clerk.get(page).content.decode()
    assert "¥11,200.00" in shown
    photo = order.items.get().photo
    assert f"/documents/{photo.number}/" in shown
    assert clerk.get(f"/documents/{photo.number}/").status_code == 200
    assert own.get(f"/documents/{photo.number}/").status_code == 200
    assert arrive(make_customer("stranger@example.cn")).get(f"/documents/{photo.number}/").status_code == 404
    assert (
        f"/borrow/loans/{order.loan.number}/" in own.get(f"/borrow/orders/{order.number}/").content.decode()
    )
    assert count_queries(clerk, page) <= 16


def test_the_price_is_lowered_on_the_page(dealer: Dealer, customer: User) -> None:
    order = goods.funded(dealer, customer)
    client = arrive(dealers.owner(dealer))
    client.post(f"/dealer/orders/{order.number}/", {"act": "lower", "price": "x"})
    assert goods.fresh(order).price_fen == 12_000_00
    client.post(f"/dealer/orders/{order.number}/", {"act": "lower", "price": "11900"})
    assert goods.fresh(order).price_fen == 11_900_00
