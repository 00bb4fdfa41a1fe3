"""The dealer's and the customer's pages of an order: what they say, what a press does, how few questions they ask."""

import re

import pytest
from django.core import mail

from accounts.models import Dealer, User
from accounts.numbers import next_number
from lending.models import Application, GoodsItem, GoodsOrder
from lending.services.seed_products import seed_products
from tests import dealers
from tests.arrivals import arrive
from tests.factories import make_customer
from tests.lending import factories
from tests.lending.goods import factories as goods
from tests.money import fund
from tests.queries import assert_same_few_queries, count_queries

pytestmark = pytest.mark.django_db
SOLD = {
    "product": "home",
    "customer": "customer@example.cn",
    "category": "furniture",
    "item_1": "实木餐桌",
    "serial_1": "TB-0001",
    "price": "12000",
    "down_payment": "2000",
    "down_payment_way": "wallet",
    "periods": "12",
    "method": "equal_instalment",
    "idempotency_key": "one",
}


def words(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def test_a_clerk_sells_and_the_customer_applies_on_the_phone(dealer: Dealer, customer: User) -> None:
    seed_products()
    clerk = arrive(dealers.add_clerk(dealer).user)
    assert clerk.get("/dealer/orders/new/").status_code == 200
    answer = clerk.post("/dealer/orders/new/", SOLD)
    order = GoodsOrder.objects.get()
    assert answer["Location"] == f"/dealer/orders/{order.number}/"
    page = words(clerk.get(answer["Location"]))
    assert "¥10,000.00" in page
    assert customer.person.masked_name in page
    assert "customer@example.cn" not in page

    browser, own = arrive(customer), f"/borrow/orders/{order.number}/"
    assert order.number in words(browser.get("/borrow/"))
    assert order.number in words(browser.get("/borrow/orders/"))
    assert order.number in words(browser.get("/me/"))
    browser.post(own, {"act": "code", "purpose": "confirm"})
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]
    browser.post(own, {"act": "confirm", "code": "12"})
    order.refresh_from_db()
    assert order.status == "quoted"
    browser.post(own, {"act": "confirm", "code": code})
    answer = browser.post(own, {"act": "apply"})
    application = Application.objects.get()
    assert answer["Location"] == f"/borrow/applications/{application.number}/purpose/"
    assert "实木餐桌" in words(browser.get(answer["Location"]))
    answer = browser.post(answer["Location"], {"repayment_source": "salary"})
    income = {name: factories.FACTS[name] for name in ("employment", "industry", "employed_months")}
    yuan = {
        name: "9000" if name == "monthly_income_fen" else "0"
        for name in factories.FACTS
        if name.endswith("_fen")
    }
    answer = browser.post(answer["Location"], {**income, **yuan})
    agreed = {"credit": "on", "disclosure": "on", "truthful": "on"}
    browser.post(answer["Location"], agreed)
    application.refresh_from_db()
    assert (application.status, application.amount_fen, application.purpose) == (
        "submitted",
        10_000_00,
        "furniture",
    )


def test_the_form_says_what_is_wrong_and_keeps_nothing(dealer: Dealer, customer: User) -> None:
    seed_products()
    client = arrive(dealers.owner(dealer))
    page = client.post("/dealer/orders/new/", {**SOLD, "down_payment": "2000.01"})
    assert "¥2,100.00" in page.context["form"].errors["down_payment"][0]
    for changes in (
        {"down_payment": "12000"},
        {"price": "-1"},
        {"price": "1e9"},
        {"customer": "nobody@example.cn"},
        {"customer": "12345"},
        {"category": "gold"},
        {"item_1": ""},
        {"periods": "5"},
        {"down_payment_way": "bitcoin"},
    ):
        assert client.post("/dealer/orders/new/", {**SOLD, **changes}).status_code == 200
    assert GoodsOrder.objects.count() == 0


def test_who_may_not_sell_is_led_back(customer: User) -> None:
    seed_products()
    client = arrive(dealers.owner(dealers.named("new@dealer.cn")))
    assert client.get("/dealer/orders/new/")["Location"] == "/dealer/orders/"
    assert client.post("/dealer/orders/new/", SOLD)["Location"] == "/dealer/orders/"
    assert client.get("/dealer/orders/").status_code == 200
    assert GoodsOrder.objects.count() == 0


def test_another_dealers_order_does_not_exist(dealer: Dealer, customer: User) -> None:
    order = goods.quoted(dealer, customer)
    other = arrive(dealers.owner(dealers.active("other@dealer.cn")))
    assert other.get(f"/dealer/orders/{order.number}/").status_code == 404
    assert other.post(f"/dealer/orders/{order.number}/", {"act": "cancel"}).status_code == 404
    stranger = arrive(make_customer("stranger@example.cn"))
    assert stranger.post(f"/borrow/orders/{order.number}/", {"act": "cancel"}).status_code == 404
    assert arrive(customer).get(f"/dealer/orders/{order.number}/").status_code == 403
    order.refresh_from_db()
    assert order.status == "quoted"


def test_the_down_payment_is_paid_on_the_page(dealer: Dealer, customer: User) -> None:
    order = goods.listed(dealer, customer)
    browser, own = arrive(customer), f"/borrow/orders/{order.number}/"
    assert "/wallet/deposit/" in words(browser.get(own))
    browser.post(own, {"act": "pay"})
    assert not goods.fresh(order).is_down_paid
    fund(customer, 2_000_00)
    assert 'value="pay"' in words(browser.get(own))
    browser.post(own, {"act": "pay"})
    assert goods.fresh(order).is_down_paid


def test_a_receipt_is_written_and_confirmed_on_the_pages(dealer: Dealer, customer: User) -> None:
    order = goods.listed(dealer, customer, down_payment_way="store")
    client, theirs = arrive(dealers.owner(dealer)), f"/dealer/orders/{order.number}/"
    browser, own = arrive(customer), f"/borrow/orders/{order.number}/"
    client.post(theirs, {"act": "receipt", "receipt_number": ""})
    client.post(theirs, {"act": "receipt", "receipt_number": "SJ-88"})
    assert "SJ-88" in words(browser.get(own))
    browser.post(own, {"act": "code", "purpose": "receipt"})
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]
    browser.post(own, {"act": "receipt", "code": code})
    assert goods.fresh(order).is_down_paid


def test_either_side_cancels_on_its_page(dealer: Dealer, customer: User) -> None:
    first, second = goods.quoted(dealer, customer), goods.quoted(dealer, customer)
    arrive(dealers.owner(dealer)).post(f"/dealer/orders/{first.number}/", {"act": "cancel"})
    arrive(customer).post(f"/borrow/orders/{second.number}/", {"act": "cancel"})
    arrive(customer).post(f"/borrow/orders/{second.number}/", {"act": "nothing"})
    ended = GoodsOrder.objects.order_by("pk").values_list("status", "end_reason")
    assert list(ended) == [("cancelled", "cancelled_by_dealer"), ("cancelled", "cancelled_by_customer")]


def grow(template: GoodsOrder, count: int) -> None:
    for _one in range(count):
        order = GoodsOrder.objects.get(pk=template.pk)
        order.pk, order.number = None, next_number("GO")
        order.save()
        GoodsItem.objects.create(order=order, n=1, name="餐椅")


def test_the_lists_ask_few_questions(dealer: Dealer, customer: User) -> None:
    order = goods.quoted(dealer, customer)
    assert_same_few_queries(
        arrive(dealers.owner(dealer)), "/dealer/orders/", grow=lambda count: grow(order, count), limit=12
    )
    assert_same_few_queries(
        arrive(customer), "/borrow/orders/", grow=lambda count: grow(order, count), limit=12
    )


def test_an_order_asks_few_questions(dealer: Dealer, customer: User) -> None:
    order = goods.listed(dealer, customer)
    assert count_queries(arrive(dealers.owner(dealer)), f"/dealer/orders/{order.number}/") <= 14
    assert count_queries(arrive(customer), f"/borrow/orders/{order.number}/") <= 20


def test_a_cash_product_is_no_goods_product(customer: User) -> None:
    seed_products()
    client = arrive(customer)
    assert "home" not in [one.product.code for one in client.get("/borrow/apply/").context["versions"]]
    assert client.get("/calculator/?product=home").context["version"].product.code != "home"
