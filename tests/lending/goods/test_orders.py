"""An order from the quote to full funding, what refuses on the way, and where the down payment lies."""

import datetime as dt
import uuid

import pytest
from django.core import mail

from accounts import clock
from accounts.errors import Refused, StaleState
from accounts.invariants import check_all
from accounts.models import CodeRequest, Dealer, DealerTerms, Event, Message, User
from accounts.rules.calendar import working_days_after
from accounts.services.deliver_events import deliver_events
from accounts.services.suspend_dealer import suspend_dealer
from finance.errors import InsufficientFunds
from finance.models import Entry, Hold
from finance.queries.wallets import wallet_balance
from lending.goods.limits import outstanding_of_dealer
from lending.models import Application, GoodsCode, GoodsOrder, Listing, Loan
from lending.services.apply_for_goods import apply_for_goods
from lending.services.cancel_order import cancel_order
from lending.services.confirm_order import confirm_order
from lending.services.confirm_receipt import confirm_receipt
from lending.services.disburse_loan import disburse_loan
from lending.services.expire_order import expire_order
from lending.services.follow_application import follow_application
from lending.services.make_order import MOST_UNKNOWN_A_DAY, make_order
from lending.services.pay_down_payment import pay_down_payment
from lending.services.receipt_down_payment import receipt_down_payment
from lending.services.save_application import save_application
from lending.services.send_order_code import send_order_code
from lending.services.start_application import start_application
from lending.services.withdraw_application import withdraw_application
from tests import dealers
from tests.closing import close_before, close_through, set_today
from tests.factories import make_customer, make_staff
from tests.lending import factories
from tests.lending.goods import factories as goods
from tests.money import fund

pytestmark = pytest.mark.django_db


def wallet(user: User) -> tuple[int, int]:
    balance = wallet_balance(user)
    return balance.available_fen, balance.held_fen


def assert_sound() -> None:
    assert [finding for finding in check_all() if not finding.ok] == []


def refused(rule: str, act: object, /, **arguments: object) -> Refused:
    with pytest.raises(Refused) as refusal:
        act(**arguments)  # type: ignore[operator]
    assert refusal.value.code == rule
    return refusal.value


# -- making ------------------------------------------------------------------------------------------------------


def test_an_order_is_price_less_down_payment(dealer: Dealer, customer: User) -> None:
    order = goods.quoted(dealer, customer)
    assert (order.price_fen, order.down_payment_fen, order.financed_fen) == (12_000_00, 2_000_00, 10_000_00)
    assert (order.status, order.customer, order.dealer) == ("quoted", customer, dealer)
    assert order.valid_until_on == clock.today() + dt.timedelta(days=15)
    assert list(order.items.values_list("n", "name", "serial")) == [(1, "实木餐桌", "TB-0001")]
    assert outstanding_of_dealer(dealer) == 10_000_00
    deliver_events()
    assert Message.objects.filter(to=customer, template="goods_order_made").exists()


def test_one_press_is_one_order(dealer: Dealer, customer: User) -> None:
    goods.seed_products()
    sent = {
        "dealer": dealer,
        "actor": dealers.owner(dealer),
        "customer_address": "customer@example.cn",
        "sale": goods.SALE,
        "key": "once",
    }
    assert make_order(**sent) == make_order(**sent)
    assert GoodsOrder.objects.count() == 1


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("goods_not_admitted", {"category": "electronics"}),
        ("over_single_limit", {"price_fen": 50_000_01, "down_payment_fen": 10_000_01}),
        ("amount_outside", {"down_payment_fen": 11_100_00}),
        ("amount_step", {"down_payment_fen": 2_000_01}),
        ("down_payment_too_small", {"price_fen": 11_000_00, "down_payment_fen": 1_000_00}),
        ("term_unknown", {"periods": 24}),
        ("method_unknown", {"method": "bullet"}),
        ("no_goods", {"items": [("  ", "1")]}),
        ("no_goods", {"items": []}),
        ("no_product", {"product_code": "steady"}),
        ("no_product", {"product_code": "nothing"}),
    ],
)
def test_refuses_a_sale_outside_its_bounds(
    dealer: Dealer, customer: User, code: str, changes: dict[str, object]
) -> None:
    refused(code, goods.quoted, dealer=dealer, customer=customer, **changes)
    assert GoodsOrder.objects.count() == 0
    assert goods.quoted(dealer, customer).status == "quoted"


def test_a_step_missed_names_the_down_payment_that_fits(dealer: Dealer, customer: User) -> None:
    refusal = refused("amount_step", goods.quoted, dealer=dealer, customer=customer, price_fen=12_049_50)
    assert "¥2,049.50" in str(refusal.message)
    assert (
        goods.quoted(dealer, customer, price_fen=12_049_50, down_payment_fen=2_049_50).financed_fen
        == 10_000_00
    )


def test_refuses_beyond_the_limits_in_all_and_of_the_day(dealer: Dealer, customer: User) -> None:
    DealerTerms.objects.filter(dealer=dealer).update(
        single_order_fen=12_000_00, outstanding_fen=25_000_00, daily_orders=3
    )
    first = goods.quoted(dealer, customer)
    goods.quoted(dealer, customer)
    refused("over_outstanding_limit", goods.quoted, dealer=dealer, customer=customer)
    cancel_order(order=first, actor=dealers.owner(dealer))
    # What was cancelled takes no room, but it was an order of the day.
    goods.quoted(dealer, customer)
    refused("over_daily_limit", goods.quoted, dealer=dealer, customer=customer, price_fen=3_000_00)
    assert GoodsOrder.objects.count() == 3


def test_only_an_active_dealer_and_its_own_people_sell(dealer: Dealer, customer: User) -> None:
    sent = {"customer_address": "customer@example.cn", "sale": goods.SALE, "key": uuid.uuid4().hex}
    goods.seed_products()
    stranger = dealers.owner(dealers.begun("other@dealer.cn"))
    refused("not_a_member", make_order, dealer=dealer, actor=stranger, **sent)
    filling = dealers.named("third@dealer.cn")
    refused("dealer_not_active", make_order, dealer=filling, actor=dealers.owner(filling), **sent)
    order = goods.quoted(dealer, customer)
    suspend_dealer(dealer=dealer, actor=make_staff("bm@example.cn", "business_manager"), reason="投诉核查")
    refused("dealer_not_acting", make_order, dealer=dealer, actor=dealers.owner(dealer), **sent)
    code = goods.code_for(order, "confirm")
    refused("dealer_not_active", confirm_order, order=order, customer=customer, code=code)
    assert goods.fresh(order).status == "quoted"


def test_a_dealer_cannot_try_numbers_out(dealer: Dealer, customer: User) -> None:
    goods.seed_products()
    nobody = User(email="nobody@example.cn")
    for _attempt in range(MOST_UNKNOWN_A_DAY):
        refused("customer_unknown", goods.quoted, dealer=dealer, customer=nobody)
    refused("too_many_unknown", goods.quoted, dealer=dealer, customer=nobody)
    refused("too_many_unknown", goods.quoted, dealer=dealer, customer=customer)
    assert GoodsOrder.objects.count() == 0


def test_staff_and_dealers_are_no_customers(dealer: Dealer) -> None:
    goods.seed_products()
    refused(
        "customer_unknown", goods.quoted, dealer=dealer, customer=make_staff("boss@example.cn", "director")
    )
    refused("customer_unknown", goods.quoted, dealer=dealer, customer=dealers.owner(dealer))


# -- confirming --------------------------------------------------------------------------------------------------


def test_the_customers_code_confirms_exactly_these_terms(dealer: Dealer, customer: User) -> None:
    order = goods.quoted(dealer, customer)
    code = goods.code_for(order, "confirm")
    assert order.number in mail.outbox[-1].body
    assert "¥12,000.00" in mail.outbox[-1].body
    assert code not in str(GoodsCode.objects.values())
    refused(
        "code_wrong",
        confirm_order,
        order=order,
        customer=customer,
        code="000000" if code != "000000" else "1",
    )
    confirm_order(order=order, customer=customer, code=code)
    order = goods.fresh(order)
    assert (order.status, len(order.confirmed_hash)) == ("confirmed", 64)
    with pytest.raises(StaleState):
        confirm_order(order=order, customer=customer, code=code)


def test_three_wrong_tries_use_the_code_up(dealer: Dealer, customer: User) -> None:
    order = goods.quoted(dealer, customer)
    code = goods.code_for(order, "confirm")
    for _attempt in range(3):
        refused("code_wrong", confirm_order, order=order, customer=customer, code="wrong")
    refused("code_wrong", confirm_order, order=order, customer=customer, code=code)
    confirm_order(order=order, customer=customer, code=goods.code_for(order, "confirm"))
    assert goods.fresh(order).status == "confirmed"


def test_a_code_is_for_one_order_and_its_price(dealer: Dealer, customer: User) -> None:
    first, second = goods.quoted(dealer, customer), goods.quoted(dealer, customer)
    code = goods.code_for(first, "confirm")
    refused("code_wrong", confirm_order, order=second, customer=customer, code=code)
    GoodsOrder.objects.filter(pk=first.pk).update(price_fen=13_000_00, financed_fen=11_000_00)
    refused("code_wrong", confirm_order, order=goods.fresh(first), customer=customer, code=code)
    assert set(GoodsOrder.objects.values_list("status", flat=True)) == {"quoted"}


def test_a_stranger_confirms_nothing(dealer: Dealer, customer: User) -> None:
    order = goods.quoted(dealer, customer)
    code = goods.code_for(order, "confirm")
    with pytest.raises(StaleState):
        confirm_order(order=order, customer=make_customer("stranger@example.cn"), code=code)
    confirm_order(order=order, customer=customer, code=code)


@pytest.mark.patient
def test_codes_are_counted(dealer: Dealer, customer: User) -> None:
    order = goods.quoted(dealer, customer)
    CodeRequest.objects.all().delete()
    send_order_code(order=order, purpose="confirm", actor=customer)
    refused("too_many_codes", send_order_code, order=order, purpose="confirm", actor=customer)
    with pytest.raises(StaleState):
        send_order_code(order=order, purpose="receipt", actor=customer)


# -- applying ----------------------------------------------------------------------------------------------------


def test_goods_are_applied_for_from_an_order_only(dealer: Dealer, customer: User) -> None:
    order = goods.quoted(dealer, customer)
    refused("goods_by_order", start_application, borrower=customer, product_code="home")
    with pytest.raises(StaleState):
        apply_for_goods(order=order, customer=customer)
    order = goods.confirmed(dealer, customer)
    application = apply_for_goods(order=order, customer=customer)
    assert (application.amount_fen, application.periods, application.method) == (
        10_000_00,
        12,
        "equal_instalment",
    )
    assert (application.purpose, application.purpose_text) == ("furniture", "实木餐桌")
    assert apply_for_goods(order=goods.fresh(order), customer=customer) == application
    refused(
        "bound_to_order",
        save_application,
        application=application,
        borrower=customer,
        values={"amount_fen": 11_000_00},
    )
    application.refresh_from_db()
    assert application.amount_fen == 10_000_00


def test_a_second_order_waits_for_the_first(dealer: Dealer, customer: User) -> None:
    first, second = goods.confirmed(dealer, customer), goods.confirmed(dealer, customer)
    apply_for_goods(order=first, customer=customer)
    refused("already_open", apply_for_goods, order=second, customer=customer)
    assert goods.fresh(second).application is None


def test_an_approval_may_lower_the_amount(dealer: Dealer, customer: User) -> None:
    order = goods.applied(dealer, customer)
    assert order.status == "confirmed"
    other = make_customer("second@example.cn", name="王买")
    lower = goods.approved(dealer, other, amount_fen=8_000_00)
    assert (lower.status, lower.financed_fen, lower.down_payment_fen) == ("approved", 8_000_00, 4_000_00)
    assert lower.price_fen == 12_000_00
    application = Application.objects.get(pk=order.application_id)
    manager = factories.risk_manager_of_tests()
    approval = goods.Approval(amount_fen=10_100_00, grade="B")
    refused(
        "amount_outside",
        goods.record_decision,
        application=application,
        outcome="approve",
        decided_by=manager,
        reasons=["x"],
        approval=approval,
    )


# -- the down payment --------------------------------------------------------------------------------------------


def test_the_down_payment_waits_at_the_dealers(dealer: Dealer, customer: User) -> None:
    order = goods.approved(dealer, customer)
    fund(customer, 2_500_00)
    with pytest.raises(StaleState):
        pay_down_payment(order=order, customer=customer)
    assert wallet(customer) == (2_500_00, 0)
    factories.accept(order.application)
    pay_down_payment(order=order, customer=customer)
    pay_down_payment(order=order, customer=customer)
    order = goods.fresh(order)
    assert order.is_down_paid
    assert (wallet(customer), wallet(dealers.owner(dealer))) == ((500_00, 0), (0, 2_000_00))
    assert_sound()


def test_without_the_money_nothing_is_paid_down(dealer: Dealer, customer: User) -> None:
    order = goods.listed(dealer, customer)
    fund(customer, 1_999_99)
    with pytest.raises(InsufficientFunds):
        pay_down_payment(order=order, customer=customer)
    assert wallet(customer) == (1_999_99, 0)
    assert not goods.fresh(order).is_down_paid


def test_a_receipt_of_the_store_counts_on_the_customers_code(dealer: Dealer, customer: User) -> None:
    order = goods.listed(dealer, customer, down_payment_way="store")
    with pytest.raises(StaleState):
        pay_down_payment(order=order, customer=customer)
    with pytest.raises(StaleState):
        send_order_code(order=order, purpose="receipt", actor=customer)
    owner = dealers.owner(dealer)
    refused("no_receipt", receipt_down_payment, order=order, actor=owner, receipt_number=" ")
    receipt_down_payment(order=order, actor=owner, receipt_number="SJ-88")
    order = goods.fresh(order)
    code = goods.code_for(order, "receipt")
    receipt_down_payment(order=order, actor=owner, receipt_number="SJ-89")
    refused("code_wrong", confirm_receipt, order=goods.fresh(order), customer=customer, code=code)
    assert not goods.fresh(order).is_down_paid
    order = goods.fresh(order)
    confirm_receipt(order=order, customer=customer, code=goods.code_for(order, "receipt"))
    order = goods.fresh(order)
    assert (order.is_down_paid, order.down_payment_hold, order.receipt_number) == (True, None, "SJ-89")
    assert Entry.objects.filter(reference=order.number).count() == 0


# -- funding, and the ways out -----------------------------------------------------------------------------------


def test_full_funding_waits_for_the_delivery(dealer: Dealer, customer: User) -> None:
    order = goods.funded(dealer, customer)
    listing = Listing.objects.get(application=order.application_id)
    assert (order.status, listing.status) == ("funded", "full")
    assert order.deliver_by_on == working_days_after(clock.today(), 10) == listing.disburse_by_on
    refused("not_delivered", disburse_loan, listing_id=listing.pk, actor=None)
    assert Loan.objects.count() == 0
    assert Hold.objects.filter(purpose="bid", status="held").count() == 1
    follow_application(application_id=order.application_id)
    assert Event.objects.filter(kind="goods_order.funded").count() == 1
    assert_sound()


@pytest.mark.parametrize("by_dealer", [True, False])
def test_cancelled_before_delivery_everything_goes_back(
    dealer: Dealer, customer: User, *, by_dealer: bool
) -> None:
    lender = factories.make_investor("lender@example.cn")
    order = goods.funded(dealer, customer, {lender: 10_000_00})
    assert wallet(lender) == (90_000_00, 10_000_00)
    cancel_order(order=order, actor=dealers.owner(dealer) if by_dealer else customer)
    cancel_order(order=order, actor=customer)
    deliver_events()
    order = goods.fresh(order)
    expected = "cancelled_by_dealer" if by_dealer else "cancelled_by_customer"
    assert (order.status, order.end_reason, order.application.status) == ("cancelled", expected, "withdrawn")
    assert (wallet(customer), wallet(dealers.owner(dealer))) == ((2_000_00, 0), (0, 0))
    assert wallet(lender) == (100_000_00, 0)
    assert Message.objects.filter(template="goods_order_cancelled", channel="inbox", to=customer).count() == 1
    assert_sound()


def test_an_order_ends_with_its_application(dealer: Dealer, customer: User) -> None:
    order = goods.down_paid(dealer, customer)
    withdraw_application(application=order.application, borrower=customer)
    deliver_events()
    order = goods.fresh(order)
    assert (order.status, order.end_reason) == ("cancelled", "withdrawn")
    assert (wallet(customer), wallet(dealers.owner(dealer))) == ((2_000_00, 0), (0, 0))
    assert_sound()


def test_a_stranger_cancels_nothing(dealer: Dealer, customer: User) -> None:
    order = goods.quoted(dealer, customer)
    stranger = dealers.owner(dealers.active("other@dealer.cn"))
    refused("not_a_member", cancel_order, order=order, actor=stranger)
    assert goods.fresh(order).status == "quoted"


def test_what_is_not_delivered_in_time_is_cancelled_by_the_close(customer: User) -> None:
    set_today(dt.date(2026, 1, 15))
    dealer = dealers.active()
    lender = factories.make_investor("lender@example.cn")
    order = goods.funded(dealer, customer, {lender: 10_000_00})
    assert order.deliver_by_on == dt.date(2026, 1, 29)
    close_before(dt.date(2026, 1, 29))
    assert goods.fresh(order).status == "funded"
    close_through(dt.date(2026, 1, 29))
    order = goods.fresh(order)
    assert (order.status, order.end_reason) == ("cancelled", "not_delivered")
    assert (wallet(customer), wallet(lender)) == ((2_000_00, 0), (100_000_00, 0))
    assert_sound()


def test_a_quote_runs_out(customer: User) -> None:
    set_today(dt.date(2026, 1, 15))
    dealer = dealers.active()
    order = goods.confirmed(dealer, customer)
    application = apply_for_goods(order=order, customer=customer)
    assert expire_order(order_id=order.pk) is False
    close_before(order.valid_until_on + dt.timedelta(days=1))
    # The close of the last day leaves it; the one after takes it.
    assert goods.fresh(order).status == "confirmed"
    close_through(order.valid_until_on + dt.timedelta(days=1))
    order, application = goods.fresh(order), Application.objects.get(pk=application.pk)
    assert (order.status, order.end_reason, application.status) == ("cancelled", "expired", "withdrawn")


def test_limits_count_loans_and_open_orders(dealer: Dealer, customer: User) -> None:
    goods.funded(dealer, customer)
    assert outstanding_of_dealer(dealer) == 10_000_00
