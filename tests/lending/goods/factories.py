"""Goods orders for tests, brought to every state by the services that do it in life."""

import re
import uuid
from dataclasses import replace
from typing import Any

from django.core import mail

from accounts import clock
from accounts.models import CodeRequest, Dealer, SandboxMessage, User
from accounts.services.deliver_events import deliver_events
from lending.models import Application, GoodsOrder, Listing
from lending.queries.goods import orders_with_names
from lending.services.accept_delivery import accept_delivery
from lending.services.apply_for_goods import apply_for_goods
from lending.services.confirm_order import confirm_order
from lending.services.forward_application import forward_application
from lending.services.make_order import Sale, make_order
from lending.services.pay_down_payment import pay_down_payment
from lending.services.record_decision import Approval, record_decision
from lending.services.save_application import save_application
from lending.services.seed_products import seed_products
from lending.services.send_order_code import send_order_code
from lending.services.set_borrower_standing import set_borrower_standing
from lending.services.ship_order import ship_order
from lending.services.submit_application import submit_application
from tests import dealers
from tests.lending import factories
from tests.money import fund
from tests.pictures import picture_file

SALE = Sale(
    product_code="home",
    category="furniture",
    items=[("实木餐桌", "TB-0001")],
    price_fen=12_000_00,
    down_payment_fen=2_000_00,
    periods=12,
    method="equal_instalment",
)


def fresh(order: GoodsOrder) -> GoodsOrder:
    return orders_with_names().get(pk=order.pk)


def quoted(dealer: Dealer, customer: User, **changes: object) -> GoodsOrder:
    seed_products()
    number = make_order(
        dealer=dealer,
        actor=dealers.owner(dealer),
        customer_address=customer.email or "",
        sale=replace(SALE, **changes),  # type: ignore[arg-type]
        key=uuid.uuid4().hex,
    )
    return orders_with_names().get(number=number)


def code_for(order: GoodsOrder, purpose: str, piece: int = 0) -> str:
    """Ask for a code and read it in the mail."""
    CodeRequest.objects.all().delete()
    before = len(mail.outbox)
    send_order_code(order=order, purpose=purpose, actor=order.customer, piece=piece)
    # A walk in the browser keeps its mail where the demo site shows it.
    body = mail.outbox[before].body if len(mail.outbox) > before else SandboxMessage.objects.latest("pk").body
    return re.search(r"(?<!\d)\d{6}(?!\d)", body)[0]  # type: ignore[index]


def confirmed(dealer: Dealer, customer: User, **changes: object) -> GoodsOrder:
    order = quoted(dealer, customer, **changes)
    return fresh(confirm_order(order=order, customer=customer, code=code_for(order, "confirm")))


def applied(dealer: Dealer, customer: User, **changes: object) -> GoodsOrder:
    """An order whose application waits for the decision."""
    order = confirmed(dealer, customer, **changes)
    application = apply_for_goods(order=order, customer=customer)
    bound = {"purpose", "purpose_text"}
    facts = {name: value for name, value in factories.FACTS.items() if name not in bound}
    save_application(application=application, borrower=customer, values=facts)
    submit_application(
        application=application, borrower=customer, agrees_to_credit_query=True, agrees_to_disclosure=True
    )
    forward_application(application=application, to="screening", actor=None)
    forward_application(application=application, to="review", actor=None)
    return fresh(order)


def approved(dealer: Dealer, customer: User, *, amount_fen: int = 0, **changes: object) -> GoodsOrder:
    """An order with an offer for the whole amount, or for a lower one."""
    order = applied(dealer, customer, **changes)
    application = Application.objects.get(pk=order.application_id)
    manager = factories.risk_manager_of_tests()
    set_borrower_standing(
        borrower=customer,
        grade="B",
        limit_fen=100_000_00,
        valid_until_on=clock.today().replace(year=clock.today().year + 1),
        set_by=manager,
    )
    record_decision(
        application=application,
        outcome="approve",
        decided_by=manager,
        reasons=["income_sufficient"],
        approval=Approval(amount_fen=amount_fen or order.financed_fen, grade="B"),
    )
    deliver_events()
    return fresh(order)


def listed(dealer: Dealer, customer: User, **changes: object) -> GoodsOrder:
    order = approved(dealer, customer, **changes)  # type: ignore[arg-type]
    offered = Application.objects.select_related("borrower", "decision", "product_version")
    factories.accept(offered.get(pk=order.application_id))
    return fresh(order)


def down_paid(dealer: Dealer, customer: User, **changes: object) -> GoodsOrder:
    order = listed(dealer, customer, **changes)
    if order.down_payment_fen:
        fund(customer, order.down_payment_fen)
        pay_down_payment(order=order, customer=customer)
    return fresh(order)


def funded(
    dealer: Dealer, customer: User, lenders: dict[User, int] | None = None, **changes: object
) -> GoodsOrder:
    """A fully funded order with its down payment paid; by default one lender funds it."""
    order = down_paid(dealer, customer, **changes)
    listing = Listing.objects.get(application=order.application_id)
    shares = lenders or {factories.make_investor(f"lender{listing.pk}@example.cn"): listing.amount_fen}
    for lender, amount_fen in shares.items():
        factories.bid(lender, listing, amount_fen)
    deliver_events()
    return fresh(order)


def shipped(
    dealer: Dealer, customer: User, lenders: dict[User, int] | None = None, **changes: object
) -> GoodsOrder:
    order = funded(dealer, customer, lenders, **changes)
    return fresh(ship_order(order=order, actor=dealers.owner(dealer)))


def accept_piece(order: GoodsOrder, piece: int = 1, **changes: object) -> GoodsOrder:
    """Let the customer accept a piece; with other values where the test wants them."""
    given: dict[str, Any] = {
        "order": order,
        "actor": dealers.owner(order.dealer),
        "piece": piece,
        "serial": "TB-0001",
        "photo": picture_file(),
        **changes,
    }
    code = given.pop("code", None) or code_for(order, "delivery", piece)
    return fresh(accept_delivery(**given, code=code))


def delivered(
    dealer: Dealer, customer: User, lenders: dict[User, int] | None = None, **changes: object
) -> GoodsOrder:
    """An order whose only piece was accepted: the loan runs and the dealer is paid."""
    order = accept_piece(shipped(dealer, customer, lenders, **changes))
    deliver_events()
    return fresh(order)
