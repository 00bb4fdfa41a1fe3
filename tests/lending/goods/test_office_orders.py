"""The office reads goods orders: the list and its filters, one order with every fen it moved, nothing of a person."""

import datetime as dt

import pytest
from django.test import Client

from accounts.models import Dealer, User
from finance.models import Transfer
from lending.goods.office_story import down_payment_place, money_rows
from lending.models import GoodsOrder
from lending.services.cancel_order import cancel_order
from lending.services.lower_price import lower_price
from tests import dealers
from tests.arrivals import arrive
from tests.closing import set_today
from tests.factories import make_customer, make_staff
from tests.lending.goods import factories as goods
from tests.lending.goods.test_pages import grow, words
from tests.lending.goods.test_returns import asked, taken_back
from tests.queries import assert_same_few_queries, count_queries

pytestmark = pytest.mark.django_db
LIST = "/office/lending/orders/"


@pytest.fixture
def accountant(db: None) -> Client:
    return arrive(make_staff("accountant@example.cn", "accountant"))


def numbers(client: Client, query: str) -> list[str]:
    return [row.number for row in client.get(f"{LIST}?{query}").context["list"].page.rows]


def test_the_list_is_narrowed_by_state_dealer_and_number(
    dealer: Dealer, customer: User, accountant: Client
) -> None:
    first = goods.quoted(dealer, customer)
    other = dealers.active("other@dealer.cn")
    second = goods.quoted(other, customer)
    cancel_order(order=second, actor=dealers.owner(other))
    assert numbers(accountant, "") == [second.number, first.number]
    assert numbers(accountant, "status=cancelled") == [second.number]
    assert numbers(accountant, "status=open") == [first.number]
    assert numbers(accountant, f"dealer={dealer.number.lower()}") == [first.number]
    assert second.number in numbers(accountant, f"dealer={other.name[:4]}")
    assert numbers(accountant, f"number={first.number.lower()}") == [first.number]
    assert numbers(accountant, "status=nonsense&dealer=nobody") == []
    assert "¥12,000.00" in words(accountant.get(LIST))


def test_every_column_shows_a_value_of_its_row(dealer: Dealer, customer: User, accountant: Client) -> None:
    goods.delivered(dealer, customer)
    shown = accountant.get(LIST).context["list"]
    page = accountant.get(f"{LIST}?show={'&show='.join(choice.name for choice in shown.choices)}")
    cells = [cell.text for line in page.context["list"].lines for cell in line]
    assert len(cells) == len(shown.choices) + 1
    assert not [text for text in cells if text in ("", "—") or "<" in text]


def test_who_has_nothing_to_do_with_loans_stays_outside(dealer: Dealer, customer: User) -> None:
    order = goods.quoted(dealer, customer)
    for someone in (
        make_staff("cashier@example.cn", "cashier"),
        make_staff("keeper@example.cn", "administrator"),
        customer,
        dealers.owner(dealer),
    ):
        client = arrive(someone)
        assert client.get(LIST).status_code in (403, 404)
        assert client.get(f"{LIST}{order.number}/").status_code in (403, 404)
    assert arrive(make_staff("risk@example.cn", "risk_officer")).get(f"{LIST}GO0/").status_code == 404


def test_the_page_names_nobody(dealer: Dealer, customer: User, accountant: Client) -> None:
    order = goods.delivered(dealer, customer)
    page = words(accountant.get(f"{LIST}{order.number}/"))
    assert customer.number in page
    assert customer.person.masked_name in page
    lenders = User.objects.filter(email__startswith="lender")
    for hidden in (
        customer.person.real_name,
        customer.email,
        dealers.owner(dealer).email,
        *(one.email for one in lenders),
    ):
        assert str(hidden) not in page
    assert "/office/finance/entries/" in page
    page = words(arrive(make_staff("risk@example.cn", "risk_officer")).get(f"{LIST}{order.number}/"))
    assert "/office/finance/entries/" not in page


def told(order: GoodsOrder) -> list[tuple[str, str, int]]:
    rows = money_rows(order, dealers.owner(order.dealer))
    return [(row.money.source, row.money.target, row.money.amount_fen) for row in rows]


def test_a_delivered_order_shows_every_fen_it_moved(dealer: Dealer, customer: User) -> None:
    order = goods.delivered(dealer, customer)
    assert sorted(told(order)) == sorted(
        [
            ("customer:2001", "dealer:2002", 2_000_00),
            ("dealer:2001", ":2190", 300_00),
            ("dealer:2001", "dealer:2002", 500_00),
            ("dealer:2002", "dealer:2001", 2_000_00),
            ("lenders:2002", "dealer:2001", 10_000_00),
        ]
    )
    own = Transfer.objects.filter(entry__reference__in=[order.number, order.loan.number])
    in_custody = own.filter(debit__code__startswith="2").exclude(debit__code__startswith="23")
    assert sum(fen for _from, _to, fen in told(order)) == sum(in_custody.values_list("amount_fen", flat=True))


def test_a_returned_order_shows_what_came_back(dealer: Dealer, customer: User, accountant: Client) -> None:
    set_today(dt.date(2026, 1, 15))
    order = goods.delivered(dealer, customer)
    goods.delivered(dealer, make_customer("buyer@example.cn", name="王买"))
    order = asked(order)
    page = accountant.get(f"{LIST}{order.number}/")
    assert "颜色与样品不符" in words(page)
    order = taken_back(order)
    page = accountant.get(f"{LIST}{order.number}/")
    assert "¥2,000.00" in words(page)
    assert ("dealer:2001", "customer:2001", 2_000_00) in told(order)
    assert ("dealer:2001", "lenders:2001", 10_000_00) in told(order)
    assert (":2190", "dealer:2001", 300_00) in told(order)


def test_the_down_payment_is_said_where_it_is(dealer: Dealer, customer: User) -> None:
    order = goods.listed(dealer, customer)
    assert down_payment_place(order) == "尚未支付"
    paid = goods.down_paid(dealer, make_customer("second@example.cn", name="王买"))
    assert down_payment_place(paid) == "已冻结在经销商账上，待交付"
    cancel_order(order=paid, actor=paid.customer)
    assert down_payment_place(goods.fresh(paid)) == "已退还顾客"
    store = goods.listed(dealer, make_customer("third@example.cn", name="赵买"), down_payment_way="store")
    assert down_payment_place(store) == "将在门店支付"
    cancel_order(order=order, actor=customer)
    assert down_payment_place(goods.fresh(order)) == "未支付"


def test_a_lowered_price_is_told_from_and_to(dealer: Dealer, customer: User, accountant: Client) -> None:
    items = [("实木餐桌", "TB-0001"), ("餐椅", "")]
    order = goods.down_paid(dealer, customer, items=items)
    lower_price(order=order, actor=dealers.owner(dealer), price_fen=11_900_00, dropped=[2])
    page = words(accountant.get(f"{LIST}{order.number}/"))
    assert "从 ¥12,000.00 降到 ¥11,900.00" in page
    assert "取消：餐椅" in page


def test_an_order_asks_few_questions(dealer: Dealer, customer: User, accountant: Client) -> None:
    order = goods.delivered(dealer, customer)
    assert count_queries(accountant, f"{LIST}{order.number}/") <= 18


def test_the_list_asks_few_questions(dealer: Dealer, customer: User, accountant: Client) -> None:
    order = goods.quoted(dealer, customer)
    assert_same_few_queries(accountant, LIST, grow=lambda count: grow(order, count), limit=14)
