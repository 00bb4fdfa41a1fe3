"""What dealers and their customers do on a simulated day: orders, codes, down payments, deliveries, a return."""

from collections.abc import Callable
from functools import partial
from random import Random

from accounts import clock
from accounts.dealers.queries import owner_of, terms_in_force
from accounts.errors import Refused
from accounts.models import Dealer, User
from finance.custody.sandbox_customer import pay_in
from finance.queries.wallets import wallet_balance
from lending.models import GoodsCode, GoodsOrder
from lending.queries.goods import orders_with_names
from lending.services.accept_delivery import accept_delivery
from lending.services.apply_for_goods import apply_for_goods
from lending.services.ask_return import ask_return
from lending.services.confirm_order import confirm_order
from lending.services.make_order import Sale, make_order
from lending.services.pay_down_payment import may_pay_down, pay_down_payment
from lending.services.save_application import save_application
from lending.services.send_order_code import send_order_code
from lending.services.ship_order import ship_order
from lending.services.take_back_goods import take_back_goods
from operations.simulation.licences import draw_goods
from operations.simulation.papers import send_in
from operations.simulation.people import Cast
from operations.simulation.signing import newest_code

CHANCE_OF_A_SALE = 0.15
CHANCE_TO_SHIP = 0.5
CHANCE_OF_A_RETURN = 0.04
YUAN = 100
GOODS = {
    "furniture": ("实木餐桌", "布艺沙发", "双人床"),
    "appliances": ("对开门冰箱", "滚筒洗衣机", "变频空调"),
    "electronics": ("智能手机", "笔记本电脑", "4K电视"),
    "renovation": ("整体橱柜", "木地板"),
}
FACTS = {
    "employment": "employed",
    "industry": "retail",
    "employed_months": 36,
    "monthly_income_fen": 9_000 * YUAN,
    "monthly_debt_fen": 500 * YUAN,
    "other_debt_fen": 0,
    "other_platform_debt_fen": 0,
    "repayment_source": "salary",
}


def sell_goods(random: Random, cast: Cast) -> None:
    """Now and then somebody stands in a store: the order is made, confirmed on the phone and applied from."""
    sellers = list(Dealer.objects.filter(status=Dealer.Status.ACTIVE).order_by("pk"))
    buyers = [one.user for one in cast.borrowers if not one.is_guest and one.user.phone]
    if not sellers or not buyers or random.random() >= CHANCE_OF_A_SALE:
        return
    dealer, buyer = random.choice(sellers), random.choice(buyers)
    terms, owner = terms_in_force(dealer), owner_of(dealer)
    kinds = [kind for kind in (terms.categories if terms is not None else []) if kind in GOODS]
    if owner is None or not kinds:
        return
    try:
        _sell(random, dealer, owner, buyer, random.choice(kinds))
    except Refused:
        return


def _sell(random: Random, dealer: Dealer, owner: User, buyer: User, kind: str) -> None:
    financed_fen = random.randrange(1_500, 9_000, 100) * YUAN
    down_fen = financed_fen // 4 + random.randrange(0, 99) * YUAN
    sale = Sale(
        # Telephones and the like are sold at 0 %, as in life.
        product_code="home-free" if kind == "electronics" else "home",
        category=kind,
        items=[(random.choice(GOODS[kind]), f"SN{random.randrange(10**8):08d}")],
        price_fen=financed_fen + down_fen,
        down_payment_fen=down_fen,
        periods=random.choice((3, 6, 12)),
        method="equal_instalment",
    )
    number = make_order(
        dealer=dealer,
        actor=owner,
        customer_address=buyer.phone,
        sale=sale,
        key=f"simulate:{clock.today()}:{buyer.number}",
    )
    order = orders_with_names().get(number=number)
    confirm_order(order=order, customer=buyer, code=_code(order, GoodsCode.Purpose.CONFIRM))
    application = apply_for_goods(order=order, customer=buyer)
    save_application(application=application, borrower=buyer, values=FACTS)
    send_in(application, buyer)


def pay_down(cast: Cast) -> None:
    """Bring the down payment of every signed order."""
    for order in _orders(GoodsOrder.Status.APPROVED, GoodsOrder.Status.FUNDED):
        if order.is_down_paid or not may_pay_down(order):
            continue
        missing_fen = order.down_payment_fen - wallet_balance(order.customer).available_fen
        if missing_fen > 0:
            pay_in(order.customer, missing_fen)
        pay_down_payment(order=order, customer=order.customer)


def deliver(random: Random) -> None:
    """Ship what is funded, let customers accept what is on its way, take back what they do not want."""
    for order in _orders(GoodsOrder.Status.SHIPPED):
        _hand_over(order)
    for order in _orders(GoodsOrder.Status.FUNDED):
        owner = owner_of(order.dealer)
        if owner is not None and order.is_down_paid and random.random() < CHANCE_TO_SHIP:
            _try(partial(ship_order, order=order, actor=owner))
    for order in _orders(GoodsOrder.Status.RETURN_ASKED):
        owner = owner_of(order.dealer)
        if owner is not None:
            _try(partial(take_back_goods, order=order, actor=owner))
    for order in _orders(GoodsOrder.Status.DELIVERED):
        if order.delivered_on == clock.today() and random.random() < CHANCE_OF_A_RETURN:
            ask_return(order=order, customer=order.customer, reason="尺寸不合适，想退货。")


def _hand_over(order: GoodsOrder) -> None:
    owner = owner_of(order.dealer)
    if owner is None:
        return
    for item in order.items.all():
        try:
            accept_delivery(
                order=order,
                actor=owner,
                piece=item.n,
                serial=item.serial,
                code=_code(order, GoodsCode.Purpose.DELIVERY, item.n),
                photo=draw_goods(item.serial),
            )
        except Refused:
            return


def _code(order: GoodsOrder, purpose: str, piece: int = 0) -> str:
    """Let the customer ask for a code and read it on the phone."""
    send_order_code(order=order, purpose=purpose, actor=order.customer, piece=piece)
    return newest_code()


def _orders(*statuses: str) -> list[GoodsOrder]:
    return list(orders_with_names().filter(status__in=statuses).order_by("pk"))


def _try(act: Callable[[], object]) -> None:
    try:
        act()
    except Refused:
        return
